import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorContext } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { NETWORK_IDS, silentLogger } from "@/lib/kit";
import { listStuckSweeps } from "@/lib/operator";
import { readGas } from "@/lib/operator/carrying";
import { listNetworkStates } from "@/lib/reports";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { type Invoice, openShop, type Shop } from "../support/shop";

let labs: Labs;
let gateway: Gateway;
let owner: Database;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 10, gas: false });
  owner = connect({ url: gateway.ownerUrl, name: "test-owner", max: 2 });
});
afterAll(async () => {
  await owner?.close();
  await gateway?.stop();
  await labs?.stop();
});

const RETRY_MS = 15_000;
const PAGE = { page: 1, limit: 50 };

/** Sweeps as a worker leaves them that does one thing after the other. */
describe.each(NETWORK_IDS)("a sweep on %s that does not end", (network) => {
  let side: NetworkSide;
  let shop: Shop;
  let invoice: Invoice;
  const operator = () => operatorContext(gateway.worker, "oscar", silentLogger);
  const stuck = async () => (await listStuckSweeps(operator(), { ...PAGE, network })).rows;
  const why = async () => {
    await owner.sql`update sweeps set created_at = now() - interval '1 hour' where network = ${network}`;
    return (await stuck()).map((row) => row.why);
  };
  const beat = (name: string, ago: string, loops: object = {}) => owner.sql`
    insert into heartbeats (name, at, data)
    values (${name}, now() - ${ago}::interval, ${JSON.stringify(loops)}::text::jsonb)
    on conflict (name) do update set at = excluded.at, data = excluded.data`;

  beforeAll(async () => {
    side = gateway.networks[network];
    shop = openShop(side);
    await beat("worker", "1 second");
    await beat("signer", "1 second");
    invoice = await shop.invoice("50");
    await shop.pay(invoice.address, "50");
    await side.mine(side.lab.confirmations);
    await side.watch();
  });

  it("is none while it is young and nothing is in its way", async () => {
    expect(await stuck()).toEqual([]);
    expect(await listNetworkStates(operator())).toContainEqual(
      expect.objectContaining({ network, sweepsOpen: 1, sweepsStuck: 0 }),
    );
  });

  it("waits for its turn, for a worker, for a node", async () => {
    expect(await why()).toEqual([{ code: "waits_turn", data: {} }]);
    await beat("worker", "1 minute");
    expect(await why()).toMatchObject([{ code: "worker_silent" }]);
    const failing = { lastOkAt: 1, lastError: "ChainUnavailableError: no node answers" };
    await beat("worker", "0", { [`move:${network}`]: failing });
    expect(await why()).toMatchObject([{ code: "node_unreachable" }]);
    await beat("worker", "0");
  });

  it("is found by its network, with its merchant and sum", async () => {
    const [row] = await stuck();
    expect(row).toMatchObject({
      merchantId: shop.merchantId,
      number: 1,
      name: "Northwind",
      network,
      address: side.lab.adapter.formatAddress(invoice.address),
      amount: 50_000_000n,
      state: "planned",
    });
    const other = network === "USDT-ERC20" ? "USDT-TRC20" : "USDT-ERC20";
    const { rows, total } = await listStuckSweeps(operator(), { ...PAGE, network: other });
    expect(rows.filter((one) => one.id === row?.id)).toEqual([]);
    expect(total).toBe(rows.length);
    expect((await listStuckSweeps(operator(), { page: 9, limit: 1, network })).rows).toEqual([]);
  });

  it("waits for gas that nobody can pay", async () => {
    await side.move();
    await readGas(side.job(), side.lab.adapter as never);
    expect(await why()).toEqual([{ code: "gas_wallet_short", data: { balance: "0" } }]);
    const states = await listNetworkStates(operator());
    expect(states).toContainEqual(
      expect.objectContaining({ network, sweepsStuck: 1, gasBalance: 0n }),
    );
    const gas = network === "USDT-ERC20" ? 10n ** 18n : 1_000_000_000n;
    await side.lab.fund(await side.gasWallet(), gas);
    await side.mine();
  });

  it("waits for the chain to let the token go", async () => {
    await side.lab.call(side.lab.boss, side.lab.token, callData.pause());
    await side.pass(RETRY_MS);
    await side.move();
    expect(await why()).toMatchObject([{ code: "token_refused", data: { reason: "paused" } }]);
    await side.lab.call(side.lab.boss, side.lab.token, callData.unpause());
    await side.mine();
  });

  it("waits for the signer, for a block, for finality, first the gas and then the transfer", async () => {
    const told: string[] = [];
    const note = async () => {
      for (const { code, data } of await why()) {
        const line = `${code} ${"what" in data ? data.what : ""}`;
        if (told.at(-1) !== line) told.push(line);
      }
    };
    const open = async () => (await shop.sweeps(invoice))[0]?.state !== "settled";
    await side.pass(RETRY_MS);
    for (let round = 0; round < 60 && (await open()); round += 1) {
      await side.move();
      await note();
      if (round === 0) {
        await beat("signer", "1 minute");
        await note();
        await beat("signer", "0");
      }
      await side.sign();
      await note();
      await side.mine();
    }
    expect(await open()).toBe(false);
    expect(told.slice(0, 3)).toEqual([
      "waits_signature gas",
      "signer_silent gas",
      "waits_block gas",
    ]);
    expect(told.slice(-3)).toEqual([
      "waits_signature transfer",
      "waits_block transfer",
      "waits_finality transfer",
    ]);
    expect(await stuck()).toEqual([]);
    const states = await listNetworkStates(operator());
    const cost = states.find((state) => state.network === network)?.gasPerSweep ?? null;
    expect(cost).not.toBeNull();
  });

  it("stands still with its network, however young", async () => {
    const next = await shop.invoice("50");
    await shop.pay(next.address, "50");
    await side.mine(side.lab.confirmations);
    await side.watch();
    expect(await stuck()).toEqual([]);
    await owner.sql`update chain_cursors set halted_reason = 'a block took money' where network = ${network}`;
    expect((await stuck()).map((row) => row.why)).toEqual([
      { code: "network_halted", data: { reason: "a block took money" } },
    ]);
    await owner.sql`update chain_cursors set halted_reason = null where network = ${network}`;
  });
});
