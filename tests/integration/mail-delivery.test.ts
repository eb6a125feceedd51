import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Context, jobContext, transact } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { type Logger, newId, silentLogger } from "@/lib/kit";
import { findKeptMail, forgetMails, listKeptMails, listMailsAbout, queueMail } from "@/lib/mail";
import {
  createSmtpTransport,
  keepMails,
  type MailTransport,
  type SendOptions,
  sendMails,
} from "@/lib/mail/delivery";
import { addMerchants, contextOf } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { headerOf, partOf, startMailServer, startSilentServer } from "../support/mail-server";
import { type ProgramRun, runProgram } from "../support/processes";

const FROM = "pay@gateway.example";
let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
let merchantId = "";
let other = "";
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "mail-owner", max: 2 });
  web = connect({ url: database.webUrl, name: "mail-web", max: 2 });
  worker = connect({ url: database.workerUrl, name: "mail-worker", max: 4 });
  [merchantId = "", other = ""] = await addMerchants(owner, 2);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await owner.sql`delete from mails`;
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close(), worker?.close()]);
  await database?.drop();
});

const job = (log: Logger = silentLogger, now?: () => Date): Context =>
  jobContext(worker, "mails", log, now);
const caller = (of = merchantId) => contextOf(web, of);

/** Hands a mail in as the web process does. */
function queue(over: Partial<Parameters<typeof queueMail>[2]> = {}, ctx = caller()) {
  const mail = {
    merchantId,
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
}
const rowOf = async (id: string) => (await owner.sql`select * from mails where id = ${id}`)[0];
async function server(...given: Parameters<typeof startMailServer>) {
  const made = await startMailServer(...given);
  cleanups.push(() => made.close());
  return made;
}
const by = (url: string, over: Partial<SendOptions> = {}): SendOptions => ({
  transport: createSmtpTransport({ url, timeoutMs: 20_000 }),
  from: FROM,
  ...over,
});
const refusing = (responseCode: number) =>
  Object.assign(new Error("<alice@example.com>: not here"), { responseCode });

describe("a mail", () => {
  it("is sent once it is committed: from whom, to whom, as text and as HTML", async () => {
    const { url, taken } = await server();
    const id = await queue({
      fromName: "Чайная «Север»",
      subject: "Квитанция INV-1-0001",
      text: "Оплачено: 5 USDT\n.\nЕщё строка",
      html: "<p>Оплачено: <b>5 USDT</b></p>",
    });
    expect(await sendMails(job(), by(url))).toBe(1);
    const [mail] = taken;
    expect([taken.length, mail?.from, mail?.to]).toEqual([1, FROM, ["alice@example.com"]]);
    const raw = mail?.raw ?? "";
    expect(headerOf(raw, "Message-ID")).toBe(`<${id}@gateway.example>`);
    expect(headerOf(raw, "To")).toBe("alice@example.com");
    expect(headerOf(raw, "From")).toMatch(/^=\?UTF-8\?.*<pay@gateway\.example>$/);
    expect(headerOf(raw, "Auto-Submitted")).toBe("auto-generated");
    expect(partOf(raw, "text/plain")?.trim()).toBe("Оплачено: 5 USDT\n.\nЕщё строка");
    expect(partOf(raw, "text/html")?.trim()).toBe("<p>Оплачено: <b>5 USDT</b></p>");
    expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 1, last_error: null });
    expect(await sendMails(job(), by(url))).toBe(0);
  });

  it("that was rolled back was never there", async () => {
    const { url, taken } = await server();
    const ctx = caller();
    const broken = transact(ctx, async (tx) => {
      const mail = {
        merchantId,
        kind: "receipt",
        subjectId: newId(),
        to: "a@example.com",
      } as const;
      await queueMail(ctx, tx, { ...mail, fromName: "A", subject: "B", text: "C", html: null });
      throw new Error("rolled back");
    });
    await expect(broken).rejects.toThrow("rolled back");
    expect([await sendMails(job(), by(url)), taken]).toEqual([0, []]);
  });

  it("is text alone where it has no HTML", async () => {
    const { url, taken } = await server();
    await queue({ html: null });
    await sendMails(job(), by(url));
    expect(headerOf(taken[0]?.raw ?? "", "Content-Type")).toMatch(/^text\/plain/);
  });

  it("lets no name or subject begin another header, and no address name two", async () => {
    const { url, taken } = await server();
    await queue({
      fromName: "Shop\r\nBcc: eve@example.com",
      subject: "Hello\r\n\r\nBcc: eve@example.com\u2028x",
    });
    await sendMails(job(), by(url));
    expect(taken[0]?.to).toEqual(["alice@example.com"]);
    expect(headerOf(taken[0]?.raw ?? "", "Bcc")).toBeUndefined();
    expect(headerOf(taken[0]?.raw ?? "", "Subject")).toBe("Hello Bcc: eve@example.com x");
    for (const to of ["a@example.com, b@example.com", "a@example.com\r\nx@y.z", "a b@c.de", "a"]) {
      await expect(queue({ to })).rejects.toThrow();
    }
  });
});

describe("a server that does not take it", () => {
  it("for now: it is tried again, by the schedule, under the same Message-ID, and then has failed", async () => {
    const { url } = await server({ onConnect: (_session, done) => done(refusing(421)) });
    const id = await queue();
    const told: unknown[] = [];
    const log = { ...silentLogger, error: (...said: unknown[]) => void told.push(said) };
    const options = by(url, { scheduleMs: [0, 60_000] });
    expect(await sendMails(job(log), options)).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1, leased_until: null });
    expect(await sendMails(job(log), options)).toBe(1);
    const [row] = await owner.sql`
      select state, attempts, last_error, extract(epoch from next_attempt_at - now())::float as wait
      from mails where id = ${id}`;
    expect(row).toMatchObject({ state: "pending", attempts: 2 });
    expect(row?.wait).toBeGreaterThan(50);
    expect(await sendMails(job(log), options)).toBe(0);
    await owner.sql`update mails set next_attempt_at = now() where id = ${id}`;
    const taking = await server();
    expect(told).toEqual([]);
    expect(await sendMails(job(log), by(url, { scheduleMs: [] }))).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "failed", attempts: 3 });
    expect(await sendMails(job(log), by(taking.url))).toBe(0);
    expect(JSON.stringify(told)).toContain(id);
    expect(JSON.stringify(told)).not.toContain("alice");
  });

  it("for good: an address that it does not know is not asked about again", async () => {
    const { url } = await server({ onRcptTo: (_to, _session, done) => done(refusing(550)) });
    const id = await queue();
    const said: unknown[] = [];
    const note = (...line: unknown[]) => void said.push(line);
    const log = { ...silentLogger, warn: note, error: note };
    await sendMails(job(log), by(url));
    expect(await rowOf(id)).toMatchObject({ state: "failed", attempts: 1 });
    expect((await rowOf(id))?.last_error).toContain("[address]");
    expect(JSON.stringify([said, (await rowOf(id))?.last_error])).not.toContain("alice");
    expect(said).toHaveLength(1);
  });

  it("a sign-in that is refused is the operator's to mend: it is tried again", async () => {
    const { url } = await server({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(null, undefined),
    });
    const id = await queue();
    await sendMails(job(), by(url.replace("smtp://", "smtp://shop:wrong@")));
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1 });
  });

  it("signs in with what the URL says, its special characters encoded", async () => {
    const names: unknown[] = [];
    const { url, taken } = await server({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        names.push([username, password]);
        done(null, { user: username });
      },
    });
    await queue();
    await sendMails(job(), by(url.replace("smtp://", "smtp://shop%40mail:p%40ss%2Fw%3Ard@")));
    expect([names, taken.length]).toEqual([[["shop@mail", "p@ss/w:rd"]], 1]);
  });

  it("with a certificate that nobody vouches for: nothing is sent to it", async () => {
    const { url, taken } = await server({ secure: true });
    expect(url).toMatch(/^smtps:/);
    const id = await queue();
    await sendMails(job(), by(url));
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1 });
    expect((await rowOf(id))?.last_error).toMatch(/self.signed|certificate|altnames/i);
    expect(taken).toEqual([]);
  });

  it("without TLS where it is required: nothing is sent", async () => {
    const { url, taken } = await server();
    const id = await queue();
    await sendMails(job(), by(`${url}/?requireTLS=true`));
    expect([(await rowOf(id))?.state, taken]).toEqual(["pending", []]);
  });

  it("or is not there", async () => {
    const gone = await startMailServer();
    await gone.close();
    const id = await queue();
    await sendMails(job(), by(gone.url));
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1 });
  });

  it.each([
    ["before it greets", ""],
    ["after it greeted", "220 here I am\r\n"],
  ])(
    "or hangs %s: it is given up in time, and the connection is closed",
    async (_when, greeting) => {
      const silent = await startSilentServer(greeting);
      cleanups.push(() => silent.close());
      const id = await queue();
      const transport = createSmtpTransport({ url: silent.url, timeoutMs: 300 });
      await sendMails(job(), by(silent.url, { transport }));
      const row = await rowOf(id);
      expect(row).toMatchObject({ state: "pending", attempts: 1, leased_until: null });
      expect(row?.last_error).not.toBe("");
    },
  );

  it("holds up no other mail of the round", async () => {
    const slow: (() => void)[] = [];
    const { url, taken } = await server({
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith("slow")) slow.push(() => done());
        else done();
      },
    });
    await queue({ to: "slow@example.com" });
    const quick = await queue();
    const round = sendMails(job(), by(url));
    await expect.poll(async () => (await rowOf(quick))?.state).toBe("sent");
    expect(taken).toHaveLength(1);
    await expect.poll(() => slow.length).toBe(1);
    for (const go of slow) go();
    await round;
    expect(taken).toHaveLength(2);
  });
});

describe("several workers, and one that dies", () => {
  it("send each mail once", async () => {
    const { url, taken } = await server();
    for (let i = 0; i < 25; i += 1) await queue({ to: `payer-${i}@example.com` });
    const drain = async () => {
      while ((await sendMails(job(), by(url))) > 0) {
        // Until nothing is due.
      }
    };
    await Promise.all([drain(), drain(), drain()]);
    expect(new Set(taken.map(({ to }) => to[0])).size).toBe(25);
    expect(taken).toHaveLength(25);
  });

  it("killed between sending and writing it down: sent again when the lease ends, as the same mail", async () => {
    const { url, taken } = await server();
    const id = await queue();
    const { transport } = by(url);
    // What it would have written down after this never comes.
    const dying: MailTransport = {
      send: async (mail) => {
        await transport.send(mail);
        throw new Error("killed");
      },
    };
    await expect(sendMails(job(), by(url, { transport: dying }))).rejects.toThrow("killed");
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 0 });
    expect(await sendMails(job(), by(url))).toBe(0);
    await owner.sql`update mails set leased_until = now() where id = ${id}`;
    expect(await sendMails(job(), by(url))).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 1 });
    const ids = taken.map(({ raw }) => headerOf(raw, "Message-ID"));
    expect(ids).toEqual([`<${id}@gateway.example>`, `<${id}@gateway.example>`]);
  });

  it("a process killed by SIGKILL while the server has the mail and has not said so", async () => {
    let program: ProgramRun | null = null;
    const { url, taken } = await server({}, async () => {
      program?.child.kill("SIGKILL");
      await program?.exited;
    });
    const id = await queue();
    program = runProgram("send-mails", [database.workerUrl, url]);
    expect(await program.exited, program.output()).toBeNull();
    await expect.poll(() => taken.length).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 0 });
    await owner.sql`update mails set leased_until = now() where id = ${id}`;
    program = null;
    expect(await sendMails(job(), by(url))).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 1 });
    expect(taken.map(({ raw }) => headerOf(raw, "Message-ID"))).toEqual([
      `<${id}@gateway.example>`,
      `<${id}@gateway.example>`,
    ]);
  });

  it("slower than its lease: what it writes down then changes nothing", async () => {
    const { url, taken } = await server();
    const id = await queue();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: MailTransport = {
      send: async () => {
        await held;
        return { sent: false, final: true, error: "too late" };
      },
    };
    const late = sendMails(job(), by(url, { transport: slow }));
    await expect.poll(async () => (await rowOf(id))?.leased_until).not.toBeNull();
    await owner.sql`update mails set leased_until = now() where id = ${id}`;
    await sendMails(job(), by(url));
    release();
    await late;
    expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 1, last_error: null });
    expect(taken).toHaveLength(1);
  });
});

describe("a sandbox that sends nothing", () => {
  it("keeps its mail, which its mailbox shows, the newest first", async () => {
    const first = await queue({ subject: "First" });
    const second = await queue({ subject: "Second", merchantId: other }, caller(other));
    expect(await listKeptMails(web)).toEqual([]);
    expect(await keepMails(job())).toBe(2);
    const kept = await listKeptMails(web);
    expect(kept.map(({ id, subject }) => [id, subject])).toEqual([
      [second, "Second"],
      [first, "First"],
    ]);
    expect(await findKeptMail(web, first)).toEqual({
      id: first,
      fromName: "Nordlys Teahouse",
      to: "alice@example.com",
      subject: "First",
      text: "Paid: 5 USDT",
      html: "<p>Paid: 5 USDT</p>",
      createdAt: expect.any(Date),
    });
    for (const id of [newId(), "x", "' or true --"]) expect(await findKeptMail(web, id)).toBeNull();
    const { url, taken } = await server();
    expect([await sendMails(job(), by(url)), taken]).toEqual([0, []]);
  });

  it("shows no mail that was sent, or that waits", async () => {
    const { url } = await server();
    await queue();
    await sendMails(job(), by(url));
    await queue();
    expect(await listKeptMails(web)).toEqual([]);
  });
});

describe("who may what", () => {
  it("the web role hands in, counts its own, and reads no mail", async () => {
    const subjectId = newId();
    await queue({ subjectId });
    const about = { merchantId, kind: "receipt", subjectId } as const;
    const list = (ctx: Context) => transact(ctx, (tx) => listMailsAbout(tx, about));
    expect(await list(caller())).toMatchObject([{ to: "alice@example.com" }]);
    expect(await list(caller(other))).toEqual([]);
    await expect(queue({}, caller(other))).rejects.toThrow();
    for (const statement of [
      "select text_body from mails",
      "update mails set state = 'sent'",
      "delete from mails",
      `insert into mails (merchant_id, id, kind, subject_id, from_name, to_address, subject, text_body, created_at, state)
       values ('${merchantId}', '${newId()}', 'receipt', '${newId()}', 'a', 'a@b.cc', 'a', 'a', now(), 'kept')`,
    ]) {
      await expect(web.sql.unsafe(statement), statement).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("jobs send, keep and forget, and nobody else", async () => {
    const transport: MailTransport = { send: async () => ({ sent: true }) };
    const ctx: Context = { ...caller(), db: worker, permissions: new Set() };
    await expect(sendMails(ctx, { transport, from: FROM })).rejects.toThrow("jobs");
    await expect(keepMails(ctx)).rejects.toThrow("jobs");
    await expect(forgetMails(ctx)).rejects.toThrow("jobs");
  });

  it("what is older than thirty days is forgotten", async () => {
    const [old, young] = [await queue(), await queue()];
    await owner.sql`update mails set created_at = now() - interval '30 days 1 minute' where id = ${old}`;
    expect(await forgetMails(job())).toBe(1);
    expect([await rowOf(old), (await rowOf(young))?.id]).toEqual([undefined, young]);
  });
});
