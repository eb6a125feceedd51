import { randomBytes } from "node:crypto";
import { parseTransaction } from "viem";
import { recoverAuthorizationAddress } from "viem/utils";
import { describe, expect, it } from "vitest";
import { type Address, type BatchMember, createTxCodec, type Intent } from "@/lib/chains";
import { deriveAddress, type KeyPath, type KeyPurpose, openKeyRing, Seed } from "@/lib/custody";
import { newId, present } from "@/lib/kit";
import {
  buildEthereum,
  CHAIN_ID,
  ethereumCodec,
  MAX_FEE,
} from "@/tests/support/unsigned-transactions";
import type { BatchApproval, SigningRequestRow } from "./facts";
import { signApproved } from "./sign-approved";

const NETWORK = "USDT-ERC20";
const keyRing = openKeyRing(new Seed(randomBytes(64)));
const path = (purpose: KeyPurpose, index: number): KeyPath => ({
  network: NETWORK,
  purpose,
  index,
});
const addressOf = (of: KeyPath) => deriveAddress(keyRing, ethereumCodec, of);

const gas = addressOf(path("gas", 0));
const treasury = addressOf(path("merchant", 3));
const delegate = present(ethereumCodec.delegateOf(gas, treasury), "the contract");
const members: readonly BatchMember[] = [
  { address: addressOf(path("deposit", 7)), value: 50n, authorizes: 0 },
  { address: addressOf(path("deposit", 8)), value: 60n, authorizes: null },
];
const intent: Intent = { kind: "sweep_batch", from: gas, to: delegate, value: 110n, members };
const batch: BatchApproval = {
  treasury: { address: treasury, path: path("merchant", 3) },
  members: members.map((member, index) => ({ ...member, path: path("deposit", 7 + index) })),
};

interface Lies {
  readonly intent?: Partial<Intent>;
  readonly request?: Partial<SigningRequestRow>;
  readonly batch?: Partial<BatchApproval>;
  readonly chainId?: number;
}

function sign(lies: Lies = {}) {
  const { payload } = buildEthereum({ ...intent, ...lies.intent }, 4, lies.chainId ?? CHAIN_ID);
  const request = {
    id: newId(),
    network: NETWORK,
    kind: "sweep_batch",
    fromAddress: gas,
    toAddress: delegate,
    value: 110n,
    nonce: 4,
    maxFee: MAX_FEE,
    payload,
    expiresAt: null,
    ...lies.request,
  } as SigningRequestRow;
  const approval = {
    refused: null,
    from: path("gas", 0),
    to: null,
    batch: { ...batch, ...lies.batch },
  } as const;
  return signApproved(keyRing, ethereumCodec, request, approval);
}

const [first, second] = members as [BatchMember, BatchMember];
const stranger = "11".repeat(20) as Address;
const lieAbout = (over: Partial<BatchMember>): Lies => ({
  intent: { members: [{ ...first, ...over }, second] },
});

describe("a batch that was approved", () => {
  it("is signed: the new member's authorization by its own key, for this chain and contract", async () => {
    const outcome = sign();
    expect(outcome).toHaveProperty("signed");
    if (!("signed" in outcome)) return;
    const tx = parseTransaction(`0x${outcome.signed.raw}`);
    expect(tx).toMatchObject({ type: "eip7702", chainId: CHAIN_ID, nonce: 4 });
    const list = "authorizationList" in tx ? (tx.authorizationList ?? []) : [];
    expect(list).toHaveLength(1);
    const authorization = present(list[0], "the authorization");
    expect(authorization).toMatchObject({ chainId: CHAIN_ID, address: `0x${delegate}` });
    const signer = await recoverAuthorizationAddress({ authorization });
    expect(signer.slice(2).toLowerCase()).toBe(first.address);
  });

  it("without any authorization it is a plain transaction", () => {
    const known = members.map((member) => ({ ...member, authorizes: null }));
    const outcome = sign({
      intent: { members: known },
      batch: { members: batch.members.map((member) => ({ ...member, authorizes: null })) },
    });
    expect("signed" in outcome && outcome.signed.raw.slice(0, 2)).toBe("02");
  });

  it.each<[string, string, Lies]>([
    [
      "a foreign contract",
      "delegate",
      { request: { toAddress: stranger }, intent: { to: stranger } },
    ],
    [
      "the contract of another treasury",
      "delegate",
      {
        request: { toAddress: present(ethereumCodec.delegateOf(gas, stranger), "it") },
        intent: { to: present(ethereumCodec.delegateOf(gas, stranger), "it") },
      },
    ],
    [
      "a foreign treasury",
      "treasury_not_derived",
      { batch: { treasury: { ...batch.treasury, address: stranger } } },
    ],
    ["another contract in the bytes", "transaction_to", { intent: { to: stranger } }],
    ["chain id 0", "transaction_payload", { chainId: 0 }],
    ["another chain", "transaction_payload", { chainId: 1 }],
    ["a wrong nonce of an authorization", "transaction_members", lieAbout({ authorizes: 1 })],
    ["a wrong member", "transaction_members", lieAbout({ address: stranger })],
    [
      "another sum of a member",
      "transaction_members",
      {
        intent: {
          members: [
            { ...first, value: 51n },
            { ...second, value: 59n },
          ],
        },
      },
    ],
    [
      "a member more",
      "transaction_value",
      { intent: { members: [...members, { ...first, address: stranger }] } },
    ],
    ["a member less", "transaction_value", { intent: { members: [first] } }],
    ["another nonce", "transaction_nonce", { request: { nonce: 5 } }],
    ["a dearer fee", "transaction_fee", { request: { maxFee: MAX_FEE - 1n } }],
    [
      "a member of another path",
      "member_not_derived",
      {
        batch: {
          members: batch.members.map((member) => ({ ...member, path: path("deposit", 99) })),
        },
      },
    ],
  ])("is not signed: %s", (_, refusal, lies) => {
    expect(sign(lies)).toEqual({ refusal });
  });

  it("a codec of another token knows another contract", () => {
    const codec = createTxCodec(NETWORK, { token: `0x${stranger}`, chainId: CHAIN_ID });
    expect(codec.delegateOf(gas, treasury)).not.toBe(delegate);
  });
});
