import { describe, expect, it } from "vitest";
import { type Context, transact } from "@/lib/command";
import { newId } from "@/lib/kit";
import { findKeptMail, forgetMails, listKeptMails, listMailsAbout, queueMail } from "@/lib/mail";
import { keepMails, type MailTransport, sendMails } from "@/lib/mail/delivery";
import { setUpMail } from "../support/mail-lab";
import { headerOf, partOf } from "../support/mail-server";
import { type ProgramRun, runProgram } from "../support/processes";

const lab = setUpMail();
const { by, caller, job, queue, rowOf, server } = lab;

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
    expect([taken.length, mail?.from, mail?.to]).toEqual([
      1,
      "pay@gateway.example",
      ["alice@example.com"],
    ]);
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
        merchantId: lab.merchantId(),
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

  it("of the house, which is no merchant's, is handed in by whoever acts, sent, and forgotten", async () => {
    const { url, taken } = await server();
    const nobody: Context = { ...caller(), merchantId: null };
    const house = { merchantId: null, kind: "security_notice", fromName: "Tillgate" } as const;
    const ids = [await queue(house, nobody), await queue(house)];
    expect(await sendMails(job(), by(url))).toBe(2);
    expect(taken).toHaveLength(2);
    for (const id of ids) {
      expect(await rowOf(id)).toMatchObject({ merchant_id: null, state: "sent", attempts: 1 });
    }
    const about = { merchantId: lab.merchantId(), kind: "receipt", subjectId: newId() } as const;
    expect(await transact(caller(), (tx) => listMailsAbout(tx, about))).toEqual([]);
    await lab.owner.sql`update mails set created_at = now() - interval '31 days'`;
    expect(await forgetMails(job())).toBe(2);
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
    await lab.owner.sql`update mails set leased_until = now() where id = ${id}`;
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
    program = runProgram("send-mails", [lab.workerUrl, url]);
    expect(await program.exited, program.output()).toBeNull();
    await expect.poll(() => taken.length).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 0 });
    await lab.owner.sql`update mails set leased_until = now() where id = ${id}`;
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
    await lab.owner.sql`update mails set leased_until = now() where id = ${id}`;
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
    const second = await queue({ subject: "Second", merchantId: lab.merchantId(1) }, caller(1));
    expect(await listKeptMails(lab.web)).toEqual([]);
    expect(await keepMails(job())).toBe(2);
    const kept = await listKeptMails(lab.web);
    expect(kept.map(({ id, subject }) => [id, subject])).toEqual([
      [second, "Second"],
      [first, "First"],
    ]);
    expect(await findKeptMail(lab.web, first)).toEqual({
      id: first,
      fromName: "Nordlys Teahouse",
      to: "alice@example.com",
      subject: "First",
      text: "Paid: 5 USDT",
      html: "<p>Paid: 5 USDT</p>",
      createdAt: expect.any(Date),
    });
    for (const id of [newId(), "x", "' or true --"])
      expect(await findKeptMail(lab.web, id)).toBeNull();
    const { url, taken } = await server();
    expect([await sendMails(job(), by(url)), taken]).toEqual([0, []]);
  });

  it("shows no mail that was sent, or that waits", async () => {
    const { url } = await server();
    await queue();
    await sendMails(job(), by(url));
    await queue();
    expect(await listKeptMails(lab.web)).toEqual([]);
  });
});

describe("who may what", () => {
  it("the web role hands in, counts its own, and reads no mail", async () => {
    const subjectId = newId();
    await queue({ subjectId });
    const about = { merchantId: lab.merchantId(), kind: "receipt", subjectId } as const;
    const list = (ctx: Context) => transact(ctx, (tx) => listMailsAbout(tx, about));
    expect(await list(caller())).toMatchObject([{ to: "alice@example.com" }]);
    expect(await list(caller(1))).toEqual([]);
    await expect(queue({}, caller(1))).rejects.toThrow();
    for (const statement of [
      "select text_body from mails",
      "update mails set state = 'sent'",
      "delete from mails",
      `insert into mails (merchant_id, id, kind, subject_id, from_name, to_address, subject, text_body, created_at, state)
       values ('${lab.merchantId()}', '${newId()}', 'receipt', '${newId()}', 'a', 'a@b.cc', 'a', 'a', now(), 'kept')`,
    ]) {
      await expect(lab.web.sql.unsafe(statement), statement).rejects.toMatchObject({
        code: "42501",
      });
    }
  });

  it("jobs send, keep and forget, and nobody else", async () => {
    const transport: MailTransport = { send: async () => ({ sent: true }) };
    const ctx: Context = { ...caller(), db: lab.worker, permissions: new Set() };
    await expect(sendMails(ctx, { transport, from: "pay@gateway.example" })).rejects.toThrow(
      "jobs",
    );
    await expect(keepMails(ctx)).rejects.toThrow("jobs");
    await expect(forgetMails(ctx)).rejects.toThrow("jobs");
  });

  it("what is older than thirty days is forgotten", async () => {
    const [old, young] = [await queue(), await queue()];
    await lab.owner
      .sql`update mails set created_at = now() - interval '30 days 1 minute' where id = ${old}`;
    expect(await forgetMails(job())).toBe(1);
    expect([await rowOf(old), (await rowOf(young))?.id]).toEqual([undefined, young]);
  });
});
