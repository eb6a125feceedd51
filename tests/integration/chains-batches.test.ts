import { encodeFunctionData, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Address,
  BatchRefusedError,
  type Intent,
  type Receipt,
  type SignedTx,
  UnknownPayloadError,
  UnsupportedIntentError,
} from "@/lib/chains";
import { present } from "@/lib/kit";
import { type EthereumLab, startEthereumLab } from "../support/chains/ethereum-lab";
import { type Account, callData, prepare, signDigest } from "../support/chains/lab";

const USDT = 1_000_000n;
const ETHER = 10n ** 18n;

let lab: EthereumLab;
let operator: Account;
let treasury: Address;
beforeAll(async () => {
  lab = await startEthereumLab();
  operator = lab.newAccount();
  treasury = lab.newAccount().address;
  await lab.fund(operator.address, ETHER);
  await lab.call(lab.boss, lab.token, callData.transfer(treasury, USDT));
  await lab.mine();
});
afterAll(() => lab?.stop());

async function deposits(count: number, value = 10n * USDT): Promise<Account[]> {
  const accounts = Array.from({ length: count }, () => lab.newAccount());
  for (const { address } of accounts) {
    await lab.call(lab.boss, lab.token, callData.transfer(address, value));
  }
  await lab.mine();
  return accounts;
}

async function batchOf(accounts: readonly Account[], value = 10n * USDT): Promise<Intent> {
  const addresses = accounts.map(({ address }) => address);
  const site = present(
    await lab.adapter.findBatchSite(operator.address, treasury, addresses),
    "the site",
  );
  const members = addresses.map((address, index) => ({
    address,
    value,
    authorizes: site.authorizes[index] ?? null,
  }));
  return {
    kind: "sweep_batch",
    from: operator.address,
    to: site.delegate,
    value: value * BigInt(members.length),
    members,
  };
}

/** Signs as the product does: first every account its authorization, then the operator. */
async function signed(intent: Intent, accounts: readonly Account[]): Promise<SignedTx> {
  const quote = await lab.adapter.quote(intent);
  const nonce = await lab.adapter.nextNonce(operator.address);
  const unsigned = await lab.adapter.build(intent, quote, nonce);
  const decoded = lab.codec.decode(unsigned.payload);
  expect(decoded).toMatchObject({ intent, nonce, chainId: 31_337 });
  const signatures = decoded.authorizations.map(({ authority, hash }) => {
    const account = present(
      accounts.find(({ address }) => address === authority),
      "the authority",
    );
    return signDigest(hash, account.key);
  });
  const authorized = lab.codec.authorize(unsigned, signatures);
  const { signingHash, maxFee } = lab.codec.decode(authorized.payload);
  expect(maxFee).toBe(quote.native);
  return lab.codec.attach(authorized, signDigest(signingHash, operator.key));
}

async function mined(tx: SignedTx): Promise<Receipt> {
  expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
  await lab.mine();
  return present(await lab.adapter.receipt(tx.txHash), "the receipt");
}

describe("batches of sweeps on Ethereum", () => {
  test("before the contract stands there is nothing to sweep with", async () => {
    const intent = await batchOf(await deposits(1));
    await expect(lab.adapter.quote(intent)).rejects.toThrow(UnsupportedIntentError);
  });

  test("the contract is created where its address says, once", async () => {
    const intent: Intent = {
      kind: "deploy_delegate",
      from: operator.address,
      to: treasury,
      value: 0n,
    };
    const quote = await lab.adapter.quote(intent);
    const receipt = await mined(await prepare(lab, operator, intent));
    expect(receipt.status).toBe("success");
    expect(receipt.feePaid).toBeLessThanOrEqual(quote.native);
    const site = await lab.adapter.findBatchSite(operator.address, treasury, []);
    expect(site).toMatchObject({
      deployed: true,
      delegate: lab.codec.delegateOf(operator.address, treasury),
    });
    await expect(lab.adapter.quote(intent)).rejects.toThrow(UnsupportedIntentError);
  });

  test.each([1, 5, 20])("a batch of %i, first and again", async (count) => {
    const accounts = await deposits(count);
    const first = await batchOf(accounts);
    expect(first.members?.every(({ authorizes }) => authorizes === 0)).toBe(true);
    const receipt = await mined(await signed(first, accounts));
    expect(receipt).toMatchObject({ status: "success" });
    expect(receipt.transfers.map(({ from, to, value }) => ({ from, to, value }))).toEqual(
      accounts.map(({ address }) => ({ from: address, to: treasury, value: 10n * USDT })),
    );
    for (const { address } of accounts) {
      await lab.call(lab.boss, lab.token, callData.transfer(address, 10n * USDT));
    }
    await lab.mine();
    const again = await batchOf(accounts);
    expect(again.members?.every(({ authorizes }) => authorizes === null)).toBe(true);
    const second = await mined(await signed(again, accounts));
    expect(second.transfers).toHaveLength(count);
    expect(second.feePaid).toBeLessThan(receipt.feePaid);
  });

  test("an account that delegated still sends by itself, and takes native coin", async () => {
    const [account] = (await deposits(1)) as [Account];
    await mined(await signed(await batchOf([account]), [account]));
    await lab.call(lab.boss, lab.token, callData.transfer(account.address, 7n * USDT));
    await lab.mine();
    const intent: Intent = {
      kind: "token",
      from: account.address,
      to: treasury,
      value: 7n * USDT,
    };
    const { native } = await lab.adapter.quote(intent);
    const gas: Intent = {
      kind: "native",
      from: operator.address,
      to: account.address,
      value: native,
    };
    expect((await mined(await prepare(lab, operator, gas))).status).toBe("success");
    const tx = await prepare(lab, account, intent);
    expect(tx.nonce).toBe(1);
    expect((await mined(tx)).transfers).toHaveLength(1);
  });

  test("one that can't be swept is named before, and undoes no other after", async () => {
    const accounts = await deposits(3);
    const [bad] = accounts as [Account];
    const intent = await batchOf(accounts);
    const tx = await signed(intent, accounts);
    await lab.call(lab.boss, lab.token, callData.addBlackList(bad.address));
    await lab.mine();
    const refused = await lab.adapter.quote(intent).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BatchRefusedError);
    expect((refused as BatchRefusedError).members).toEqual([bad.address]);
    const receipt = await mined(tx);
    expect(receipt.status).toBe("success");
    expect(receipt.transfers.map(({ from }) => from)).toEqual(
      accounts.slice(1).map(({ address }) => address),
    );
    expect(await lab.adapter.tokenBalance(bad.address, "latest")).toBe(10n * USDT);
  });

  test("nobody but the operator starts one, and nobody sweeps a member directly", async () => {
    const [account] = (await deposits(1)) as [Account];
    await mined(await signed(await batchOf([account]), [account]));
    await lab.call(lab.boss, lab.token, callData.transfer(account.address, USDT));
    const stranger = lab.newAccount();
    await lab.fund(stranger.address, ETHER);
    const intent = await batchOf([account], USDT);
    const foreign = { ...intent, from: stranger.address };
    await expect(lab.adapter.quote(foreign)).rejects.toThrow(UnsupportedIntentError);
    const abi = parseAbi(["function sweep(uint256)"]);
    const sweep = encodeFunctionData({ abi, functionName: "sweep", args: [1n] });
    const direct = await lab.call(stranger, account.address, sweep);
    await lab.mine();
    expect((await lab.adapter.receipt(direct))?.status).toBe("reverted");
    expect(await lab.adapter.tokenBalance(account.address, "latest")).toBe(USDT);
  });

  test("the codec refuses foreign chains, signatures and members", async () => {
    const accounts = await deposits(2);
    const intent = await batchOf(accounts);
    const terms = { gas: "500000", maxFeePerGas: "1000", maxPriorityFeePerGas: "1" };
    const build = (over: Partial<Intent>) =>
      lab.adapter.build({ ...intent, ...over }, { native: 0n, terms }, 7);
    const unsigned = await build({});
    const decoded = lab.codec.decode(unsigned.payload);
    expect(decoded.signingHash).toHaveLength(0);
    const [first, second] = decoded.authorizations.map(({ hash }, index) =>
      signDigest(hash, present(accounts[index], "the account").key),
    ) as [Uint8Array, Uint8Array];
    const refuses = (work: () => unknown) => expect(work).toThrow(UnknownPayloadError);
    refuses(() => lab.codec.authorize(unsigned, [first]));
    refuses(() => lab.codec.authorize(unsigned, [second, first]));
    refuses(() => lab.codec.attach(unsigned, signDigest(new Uint8Array(32).fill(1), operator.key)));
    // The chain id is the second field of the list; zero is the empty string there.
    const anyChain = unsigned.payload.replace("827a69", "808080");
    refuses(() => lab.codec.decode(anyChain));
    refuses(() => lab.codec.decode(`${unsigned.payload}00`));
    const [member] = intent.members ?? [];
    for (const members of [[], [member, member], [{ ...present(member, "it"), value: 0n }]]) {
      const { payload } = await build({ members: members as never });
      refuses(() => lab.codec.decode(payload));
    }
  });
});

describe("a chain without EIP-7702", () => {
  test("refuses the quote, and the classic way is left", async () => {
    const old = await startEthereumLab({ hardfork: "cancun" });
    try {
      const site = present(
        await old.adapter.findBatchSite(operator.address, treasury, [treasury]),
        "the site",
      );
      const value = USDT;
      const members = [{ address: treasury, value, authorizes: 0 }];
      await old.fund(operator.address, ETHER);
      const deploy: Intent = {
        kind: "deploy_delegate",
        from: operator.address,
        to: treasury,
        value: 0n,
      };
      await old.adapter.broadcast(await prepare(old, operator, deploy));
      await old.mine();
      const intent: Intent = {
        kind: "sweep_batch",
        from: operator.address,
        to: site.delegate,
        value,
        members,
      };
      const refused = await old.adapter.quote(intent).catch((error: unknown) => error);
      const isRefused =
        refused instanceof BatchRefusedError || refused instanceof UnsupportedIntentError;
      expect(isRefused, String(refused)).toBe(true);
    } finally {
      await old.stop();
    }
  });
});
