import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Address, ChainAdapter } from "@/lib/chains";
import { jobContext } from "@/lib/command";
import { getNetwork, type LogFields, NETWORK_IDS, type NetworkId, silentLogger } from "@/lib/kit";
import { saturdayOf, settleFees } from "@/lib/payouts";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { openShop } from "../support/shop";
import { openTill } from "../support/withdrawals";

const root = fileURLToPath(new URL("../..", import.meta.url));
const REST_MS = 30_000;
const NOWHERE: Readonly<Record<NetworkId, string | null>> = {
  "USDT-ERC20": null,
  "USDT-TRC20": null,
};
const SETTING = {
  "USDT-ERC20": "OPERATOR_WALLET_ERC20",
  "USDT-TRC20": "OPERATOR_WALLET_TRC20",
} as const;
const WHY = "is one of the gateway's own addresses: no fees are settled there";

let labs: Labs;
let gateway: Gateway;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 10 });
  for (const network of NETWORK_IDS) {
    const shop = openShop(gateway.networks[network]);
    const invoice = await shop.invoice("2000");
    await shop.pay(invoice.address, "2000");
    await shop.untilStatus(invoice, "confirmed");
  }
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

const spelled = (network: NetworkId, address: Parameters<ChainAdapter["formatAddress"]>[0]) =>
  gateway.networks[network].lab.adapter.formatAddress(address);
const settlements = (network: NetworkId) =>
  gateway.worker.sql<{ id: string; state: string; reason: string | null }[]>`
    select id, state, reason from withdrawals
    where network = ${network} and type = 'fee_settlement' order by created_at`;

function admin(env: Record<string, string>): Promise<{ code: number; out: string; err: string }> {
  const args = ["scripts/run.mjs", "lib/cli/admin.ts", "fees", "settle"];
  const surroundings: NodeJS.ProcessEnv = {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    NODE_ENV: "test",
    TILLGATE_ENV: "production",
    TILLGATE_SECRET: "a secret of the tests that is long enough 0123",
    ORIGIN: "https://pay.example.com",
    ETHEREUM_RPC_URL: "http://127.0.0.1:9",
    TRON_API_URL: "http://127.0.0.1:9",
    DATABASE_WORKER_URL: gateway.workerUrl,
    ...env,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env: surroundings }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
    );
  });
}

describe.each(NETWORK_IDS)("an operator's wallet that is one of ours on %s", (network) => {
  let side: NetworkSide;
  const ours = async (): Promise<readonly Address[]> => [
    await side.gasWallet(),
    await side.merchantWallet(),
  ];
  beforeAll(() => {
    side = gateway.networks[network];
  });

  it("gets nothing, which is told once per start; the week is not over by it", async () => {
    const warned: LogFields[] = [];
    const log = { ...silentLogger, warn: (fields: LogFields) => void warned.push(fields) };
    const job = () => jobContext(gateway.worker, "settle", log, side.now);
    for (const address of await ours()) {
      warned.length = 0;
      const wallets = { ...NOWHERE, [network]: spelled(network, address) };
      for (let minute = 0; minute < 3; minute += 1) {
        expect(await settleFees(job(), { wallets })).toBe(0);
      }
      expect(warned).toEqual([{ network, setting: SETTING[network], wallet: wallets[network] }]);
      expect(await settleFees(job(), { wallets: { ...wallets } })).toBe(0);
      expect(warned).toHaveLength(2);
    }
    expect(await settlements(network)).toEqual([]);
    const runs = await gateway.worker.sql`
      select 1 from settlement_runs where network = ${network} and period = ${saturdayOf(side.now())}`;
    expect(runs).toHaveLength(0);
  });

  it("is told to the person who asks for a settlement", async () => {
    const own = spelled(network, await side.merchantWallet());
    const asked = await admin({ [SETTING[network]]: own });
    expect(asked.err).toContain(`${SETTING[network]} ${WHY}`);
    expect([asked.code, asked.out]).toEqual([1, ""]);
    expect(await settlements(network)).toEqual([]);
  });

  it("that fees were on their way to fails them; they go to the right one, and nobody waits behind them", async () => {
    const shop = openShop(side);
    const till = openTill(side);
    const fees = await shop.balance("fees");
    const before = { ...NOWHERE, [network]: spelled(network, side.lab.newAccount().address) };
    expect(await settleFees(side.job(), { wallets: before })).toBe(1);
    // The signer's own setting is another one: it will never sign this.
    await side.until(async () => {
      const [row] = await gateway.worker.sql`
        select 1 from signing_requests where network = ${network} and refusal = 'to'`;
      return row !== undefined;
    });
    const payout = await till.order("100");
    await till.expectPaidOnce(payout);
    await side.pass(REST_MS);
    await side.until(async () => (await settlements(network))[0]?.state === "failed", 10);
    expect((await settlements(network))[0]?.reason).toBe("the signer refused: to");
    // Not less: the payment has left the network's own fee in the account.
    expect(await shop.balance("fees")).toBe(fees + getNetwork(network).withdrawalFee);
    const right = gateway.desk.operatorWallets?.get(network) as Address;
    const wallets = { ...NOWHERE, [network]: spelled(network, right) };
    const now = () => new Date(side.now().getTime() + 7 * 86_400_000);
    expect(await settleFees({ ...side.job(), now }, { wallets })).toBe(1);
    await side.until(async () => (await settlements(network)).at(-1)?.state === "settled", 60);
    expect(await shop.balance("fees")).toBe(0n);
    await side.checkBooks();
  });
});
