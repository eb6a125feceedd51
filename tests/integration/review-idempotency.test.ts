import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { claimKey, findAnswer, storeAnswer, transact } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { newId } from "@/lib/kit";
import { addMerchants, contextOf } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";

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

const call = (key: string, body: string) => ({
  endpoint: "POST /x",
  key,
  fingerprint: createHash("sha256").update(body).digest(),
});
const inside = <T>(work: (ctx: ReturnType<typeof contextOf>, tx: never) => Promise<T>) => {
  const ctx = contextOf(worker, merchant);
  return transact(ctx, (tx) => work(ctx, tx as never));
};

it("keeps what a key stands for when another call with that key was refused meanwhile", async () => {
  const subject = newId();
  const [good, other] = [call("k1", "one"), call("k1", "two")];
  await inside((ctx, tx) => claimKey(ctx, tx, good, subject));
  const refusal = { status: 404, body: "no" };
  await inside((ctx, tx) => storeAnswer(ctx, tx, other, refusal));
  await inside((ctx, tx) => storeAnswer(ctx, tx, good, refusal));
  const known = () => inside((ctx, tx) => findAnswer(ctx, tx, good));
  expect(await known()).toEqual({ subjectId: subject, status: null, body: null });
  await inside((ctx, tx) => storeAnswer(ctx, tx, good, { status: 202, body: "wait" }));
  await inside((ctx, tx) => storeAnswer(ctx, tx, good, { status: 200, body: "first" }));
  await inside((ctx, tx) => storeAnswer(ctx, tx, good, { status: 200, body: "second" }));
  expect(await known()).toEqual({ subjectId: subject, status: 200, body: "first" });
});

it("keeps a refusal where nothing else stands", async () => {
  const refused = call("k2", "one");
  await inside((ctx, tx) => storeAnswer(ctx, tx, refused, { status: 404, body: "no" }));
  const known = await inside((ctx, tx) => findAnswer(ctx, tx, refused));
  expect(known).toEqual({ subjectId: null, status: 404, body: "no" });
});
