import { expect, it } from "vitest";
import type { ChainAdapter } from "@/lib/chains";
import { silentLogger } from "@/lib/kit";
import { getOperatorHome, getOrder } from "@/lib/operator";
import { startWorker } from "@/lib/worker";
import { setUpOperators, TOOLS } from "../support/operators";
import { setUpPeople } from "../support/people-lab";

const lab = setUpPeople();
const { operator, place } = setUpOperators(lab);

it("a worker carries out orders and looks at the gas wallet, and the overview shows both", async () => {
  const ctx = await operator();
  await lab.owner.sql`
    insert into addresses (network, address, display, purpose, path_index, verified_at, owner_kind)
    values ('USDT-TRC20', ${"7".repeat(40)}, 'Tgas', 'gas', 0, now(), 'gas')`;
  const id = await place(ctx, { kind: "merchant.resume", merchantId: lab.merchantId() });
  expect((await getOperatorHome(ctx)).ordersWaiting).toBe(1);
  // A node that knows one thing: every other loop of the network fails and is tried again.
  const adapter = {
    network: "USDT-TRC20",
    selfCheck: async () => "tron:test",
    nativeBalance: async (address: string) => BigInt(address.slice(0, 2)),
  } as unknown as ChainAdapter;
  const worker = startWorker({
    db: lab.worker,
    adapters: [adapter],
    deliver: async () => undefined,
    log: silentLogger,
    scanIntervalMs: 200,
    operatorWallets: TOOLS.operatorWallets,
    orders: TOOLS,
  });
  try {
    await expect
      .poll(async () => (await getOrder(ctx, id)).state, { timeout: 30_000 })
      .toBe("done");
    const seen = async () => (await getOperatorHome(ctx)).networks[1]?.gas.balance;
    await expect.poll(seen, { timeout: 30_000 }).toBe(77n);
    const loops = async () => {
      const [process] = (await getOperatorHome(ctx)).processes;
      return process?.loops.map(({ name, state }) => `${name} ${state}`) ?? [];
    };
    await expect
      .poll(loops, { timeout: 30_000 })
      .toEqual(
        expect.arrayContaining(["gas:USDT-TRC20 ok", "orders ok", "watch:USDT-TRC20 failing"]),
      );
    expect((await getOperatorHome(ctx)).ordersWaiting).toBe(0);
  } finally {
    await worker.stop();
  }
});
