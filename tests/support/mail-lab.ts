import { afterAll, afterEach, beforeAll } from "vitest";
import { type Context, jobContext, transact } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { type Logger, newId, silentLogger } from "@/lib/kit";
import { queueMail } from "@/lib/mail";
import { createSmtpTransport, type SendOptions } from "@/lib/mail/delivery";
import { addMerchants, contextOf } from "./books";
import { createTestDatabase, type TestDatabase } from "./database";
import { startMailServer } from "./mail-server";

const FROM = "pay@gateway.example";

/** Gives the file's tests a database with two merchants, and ends after each test what it began. */
export function setUpMail() {
  let database: TestDatabase;
  let owner: Database;
  let web: Database;
  let worker: Database;
  let merchants: readonly string[] = [];
  const cleanups: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = connect({ url: database.ownerUrl, name: "mail-owner", max: 2 });
    web = connect({ url: database.webUrl, name: "mail-web", max: 2 });
    worker = connect({ url: database.workerUrl, name: "mail-worker", max: 4 });
    merchants = await addMerchants(owner, 2);
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    await owner.sql`delete from mails`;
  });
  afterAll(async () => {
    await Promise.all([owner?.close(), web?.close(), worker?.close()]);
    await database?.drop();
  });
  const caller = (of = 0): Context => contextOf(web, merchants[of] ?? "");
  return {
    get owner() {
      return owner;
    },
    get web() {
      return web;
    },
    get worker() {
      return worker;
    },
    get workerUrl() {
      return database.workerUrl;
    },
    /** The first merchant's id, or the second's. */
    merchantId: (of = 0) => merchants[of] ?? "",
    /** As the web process, bound to a merchant. */
    caller,
    job: (log: Logger = silentLogger) => jobContext(worker, "mails", log),
    /** Hands a mail of the first merchant's in as the web process does. */
    queue: (over: Partial<Parameters<typeof queueMail>[2]> = {}, ctx = caller()) => {
      const mail = {
        merchantId: merchants[0] ?? "",
        kind: "receipt",
        subjectId: newId(),
        fromName: "Nordlys Teahouse",
        to: "alice@example.com",
        subject: "Receipt INV-1-0001",
        text: "Paid: 5 USDT",
        html: "<p>Paid: 5 USDT</p>",
        ...over,
      } as const;
      return transact(ctx, (tx) => queueMail(ctx, tx, mail));
    },
    rowOf: async (id: string) => (await owner.sql`select * from mails where id = ${id}`)[0],
    /** Done after the test. */
    later: (work: () => Promise<unknown>) => void cleanups.push(work),
    /** A mail server for one test. */
    server: async (...given: Parameters<typeof startMailServer>) => {
      const made = await startMailServer(...given);
      cleanups.push(() => made.close());
      return made;
    },
    /** How mail is sent to that server. */
    by: (url: string, over: Partial<SendOptions> = {}): SendOptions => ({
      transport: createSmtpTransport({ url, timeoutMs: 20_000 }),
      from: FROM,
      ...over,
    }),
  };
}
