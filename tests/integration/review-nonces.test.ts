import { afterAll, beforeAll, expect, it } from "vitest";
import type { ChainAdapter, Intent } from "@/lib/chains";
import { transact } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { newId } from "@/lib/kit";
import { requestSignature } from "@/lib/outgoing";
import { addMerchants, contextOf } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";

const FROM = "a".repeat(40);
const intent = { kind: "native", from: FROM, to: "b".repeat(40), value: 1n } as unknown as Intent;
const adapter = {
  network: "USDT-ERC20",
  build: async (_intent: unknown, _quote: unknown, nonce: number) => ({
    payload: "00",
    nonce,
    expiresAt: null,
  }),
} as unknown as ChainAdapter;

let database: TestDatabase;
let worker: Database;
let merchant: string;
beforeAll(async () => {
  database = await createTestDatabase();
  worker = connect({ url: database.workerUrl, name: "worker", max: 4 });
  [merchant = ""] = await addMerchants(worker);
});
afterAll(async () => {
  await worker.close();
  await database.drop();
});

/** Asks for one more gas transaction and answers its nonce. */
async function ask(causeId: string, chainNonce: number): Promise<number> {
  const ctx = contextOf(worker, null);
  const quote = { native: 1n, terms: { maxFee: "1" } };
  await transact(ctx, (tx) =>
    requestSignature(
      ctx,
      tx,
      adapter,
      { purpose: "sweep_gas", causeId, merchantId: merchant, path: { purpose: "gas", index: 0 } },
      { intent, quote, unsigned: null, chainNonce },
    ),
  );
  const [row] = await worker.sql`
    select nonce::int from signing_requests where cause_id = ${causeId} order by attempt desc limit 1`;
  return row?.nonce;
}

function end(causeId: string, state: string) {
  return worker.sql`
    update signing_requests set state = ${state} where cause_id = ${causeId} and state = 'pending'`;
}

it("fills the gap that a refusal left, once, and gives no nonce to two transactions", async () => {
  const causes = Array.from({ length: 6 }, newId);
  const [a = "", b = "", c = "", d = "", e = "", f = ""] = causes;
  expect([await ask(a, 7), await ask(b, 7), await ask(c, 7)]).toEqual([7, 8, 9]);
  await end(b, "refused");
  expect(await ask(d, 7)).toBe(8);
  expect(await ask(e, 7)).toBe(10);
  expect(await ask(b, 7)).toBe(11);
  await end(e, "refused");
  await end(d, "refused");
  const both = await Promise.all([ask(d, 7), ask(e, 7)]);
  expect(both.sort()).toEqual([10, 8]);
  await end(a, "refused");
  // The chain took 7 to 11 from elsewhere: a nonce that is spent is no gap.
  expect(await ask(f, 12)).toBe(12);
});
