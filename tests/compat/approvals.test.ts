import { randomBytes } from "node:crypto";
import axios from "axios";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Address, type ChainAdapter, createChainAdapter, formatAddress } from "@/lib/chains";
import { connect, type Database } from "@/lib/db";
import { NETWORK_IDS, type NetworkId, silentLogger } from "@/lib/kit";
import { signInByHttp } from "../support/api-persons";
import { BASE, BOTH, KEY, payIn, until } from "../support/peer";
import {
  type ActionAnswer,
  answerOf,
  callServerAction,
  listServerActions,
} from "../support/server-actions";
import { makeColleague } from "../support/whole-people";
import { ownerUrlOf, reconcileSandbox } from "../support/whole-sandbox";

// People who approve by the dashboard's own server actions, with codes of their own: what counts is what the chain says.

const USER = "approvals-user";
const AT_ONCE_EACH = 50;
const ARRIVES: Readonly<Record<NetworkId, bigint>> = {
  "USDT-TRC20": 8_000_000n,
  "USDT-ERC20": 7_500_000n,
};

interface Approver {
  readonly name: string;
  readonly cookie: string;
  /** Recovery codes: each confirms one request, and nobody waits half a minute for the next. */
  readonly codes: string[];
}
interface Asked {
  readonly id: string;
  readonly network: NetworkId;
  readonly to: Address;
}

let approvers: readonly Approver[];
let chains: Readonly<Record<NetworkId, ChainAdapter>>;
let owner: Database;
beforeAll(async () => {
  const { tron, ethereum } = inject("sandbox");
  const adapter = (network: NetworkId, url: string, token: string) =>
    createChainAdapter(network, { urls: [url], token, confirmations: 4, logger: silentLogger });
  chains = {
    "USDT-TRC20": adapter("USDT-TRC20", tron.apiUrl, tron.usdt),
    "USDT-ERC20": adapter("USDT-ERC20", ethereum.rpcUrl, ethereum.usdt),
  };
  owner = connect({ url: ownerUrlOf(inject("sandboxDir")), name: "approvals", max: 1 });
  const [all] = await Promise.all([
    Promise.all(["Ada Quick", "Ben Quick"].map(newApprover)),
    fund(),
  ]);
  approvers = all;
});
afterAll(() => owner?.close());

const act = async (cookie: string, name: string, ...args: readonly unknown[]) => {
  const action = listServerActions("-").find((one) => one.name === name);
  if (!action) throw new Error(`no server action ${name}`);
  return answerOf(await callServerAction(inject("sandbox").origin, cookie, action, args));
};

async function newApprover(name: string): Promise<Approver> {
  const { origin, merchant } = inject("sandbox");
  const sandbox = { dataDir: inject("sandboxDir"), clientId: merchant.clientId };
  const person = await makeColleague(sandbox, "finance", name);
  const cookie = await signInByHttp({ origin }, person);
  const proof = { password: person.password, code: await person.code() };
  const renewed = await act(cookie, "account/factor-codes", proof);
  if (!renewed.ok) throw new Error(JSON.stringify(renewed));
  return { name, cookie, codes: [...(renewed.data as string[])] };
}

async function fund(): Promise<void> {
  const body = { userId: USER, email: "approvals@example.com" };
  const { data } = await axios.post(`${BASE()}/public/wallet/generate`, body, { headers: KEY() });
  for (const { walletAddress, walletNetwork } of data.data.wallets) {
    await payIn(walletNetwork, walletAddress, 200);
  }
  const balance = () => axios.get(`${BASE()}/public/wallet/balance/${USER}`, { headers: KEY() });
  await until(
    async () => (await balance()).data.data.totalBalance,
    (total) => total === 400,
  );
}

async function ask(network: NetworkId): Promise<Asked> {
  const to = randomBytes(20).toString("hex") as Address;
  const walletAddress = formatAddress(network, to);
  const { data } = await axios.post(
    `${BASE()}/public/withdrawal-request/create`,
    { userId: USER, walletAddress, amount: 10, currencyType: network },
    { headers: BOTH() },
  );
  return { id: data.data.withdrawalId, network, to };
}

/** What they are asked to confirm, each with a challenge of their own, before anybody was first. */
async function armed(who: Approver, id: string) {
  const answer = await act(who.cookie, "requests/approve", id);
  if (!("confirm" in answer)) throw new Error(JSON.stringify(answer));
  const { challengeId } = answer.confirm;
  return { challengeId, recoveryCode: who.codes.pop() ?? "" };
}

/** Both of them, a hundred times in all, at once. */
async function approveAtOnce({ id }: Asked): Promise<readonly ActionAnswer[]> {
  const words = await Promise.all(
    approvers.map(async (who) => ({ who, confirmation: await armed(who, id) })),
  );
  const calls = Array.from({ length: AT_ONCE_EACH }, () => words).flat();
  return Promise.all(
    calls.map(({ who, confirmation }) => act(who.cookie, "requests/approve", id, confirmation)),
  );
}

/** How much of USDT came to an address in each transfer since that block. */
async function transfersTo({ network, to }: Asked, since: number): Promise<readonly bigint[]> {
  const { latest } = await chains[network].heads();
  const found: bigint[] = [];
  for (let from = since; from <= latest.height; from += 50) {
    const blocks = await chains[network].readBlocks(from, Math.min(from + 49, latest.height));
    const transfers = blocks.flatMap((block) => block.transfers);
    found.push(...transfers.filter((one) => one.to === to).map((one) => one.value));
  }
  return found;
}

const heightOf = async (network: NetworkId) => (await chains[network].heads()).latest.height;
const paidOut = async ({ id, network, to }: Asked) => {
  const { data } = await axios.get(`${BASE()}/public/payout/get`, {
    params: { id },
    headers: KEY(),
  });
  if (data.data.status !== "completed") return data.data.status;
  return (await chains[network].tokenBalance(to, "final")) === ARRIVES[network];
};

/** Every one of them was paid by one transfer, and the books say the same. */
async function expectOneTransferEach(asked: readonly Asked[], since: Map<NetworkId, number>) {
  for (const one of asked)
    await until(
      () => paidOut(one),
      (found) => found === true,
    );
  const said = await until(
    () => reconcileSandbox(inject("sandboxDir")),
    (text) => text.includes("The books are true."),
  );
  expect(said).toContain("audit log");
  for (const one of asked) {
    const found = await transfersTo(one, since.get(one.network) ?? 0);
    expect(found, `${one.network} ${one.id}`).toEqual([ARRIVES[one.network]]);
  }
}

const heights = async () =>
  new Map(await Promise.all(NETWORK_IDS.map(async (id) => [id, await heightOf(id)] as const)));
const outcomesOf = (answers: readonly ActionAnswer[]) =>
  answers.map((answer) =>
    answer.ok ? answer.data : "failure" in answer ? answer.failure.message : "asked again",
  );

describe("D-21: two people approve one request a hundred times at once", () => {
  it("one transfer each, and whoever was late is told who was first", async () => {
    const since = await heights();
    const asked: Asked[] = [];
    for (const network of [...NETWORK_IDS, ...NETWORK_IDS]) asked.push(await ask(network));
    for (const one of asked) {
      const outcomes = outcomesOf(await approveAtOnce(one));
      expect(outcomes).toHaveLength(2 * AT_ONCE_EACH);
      expect(outcomes.filter((outcome) => outcome === "released")).toHaveLength(1);
      const late = new Set(outcomes.filter((outcome) => outcome !== "released"));
      expect([...late]).toEqual([expect.stringMatching(/^Already approved by (Ada|Ben) Quick$/)]);
    }
    await expectOneTransferEach(asked, since);
  });

  it("D-23: where it takes two, one transfer each, and only after both", async () => {
    const since = await heights();
    await owner.sql`update merchants set four_eyes_units = 1000000
      where client_id = ${inject("sandbox").merchant.clientId}`;
    const asked: Asked[] = [];
    for (const network of NETWORK_IDS) asked.push(await ask(network));
    try {
      for (const one of asked) {
        const outcomes = outcomesOf(await approveAtOnce(one));
        expect(outcomes.filter((outcome) => outcome === "released")).toHaveLength(1);
        expect(outcomes).toContain("waiting");
        const [row] = await owner.sql`
          select count(*)::int as words from withdrawal_approvals where withdrawal_id = ${one.id}`;
        expect(row?.words).toBe(2);
      }
    } finally {
      await owner.sql`update merchants set four_eyes_units = null
        where client_id = ${inject("sandbox").merchant.clientId}`;
    }
    await expectOneTransferEach(asked, since);
  });
});
