import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckoutState, ContactInput } from "@/lib/api";
import { type Context, jobContext, operatorContext } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import {
  createInvoice,
  forgetContacts,
  leaveContact,
  listContacts,
  mailReceipt,
} from "@/lib/invoices";
import { AppError, type NetworkId, newId, silentLogger } from "@/lib/kit";
import { updateSettings } from "@/lib/merchants";
import { type ApiMerchant, addressAt, seedWorld } from "../support/api-world";
import { usdt } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { type Outcome, settleInvoice } from "../support/settled-invoice";
import { contextOf } from "../support/whole-merchant";

const MAIL = { confirmations: { "USDT-ERC20": 4, "USDT-TRC20": 4 }, mail: true } as const;
const HERE = { ...MAIL, sandbox: true } as const;
let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
let shop: ApiMerchant;
let stranger: ApiMerchant;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "payer-owner", max: 2 });
  web = connect({ url: database.webUrl, name: "payer-web", max: 10 });
  worker = connect({ url: database.workerUrl, name: "payer-worker", max: 2 });
  [shop, stranger] = await seedWorld(database.workerUrl, "the secret of these tests");
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close(), worker?.close()]);
  await database?.drop();
});

/** Anyone who holds a code. */
const payer = (now = () => new Date()): Context => ({
  db: web,
  merchantId: null,
  actor: { kind: "public" },
  permissions: new Set(),
  requestId: "req_payer",
  log: silentLogger,
  now,
});
const compose = () => ({ subject: "Receipt", text: "Paid", html: "<p>Paid</p>" });
const wish = (email = "alice@example.com") => ({ email, language: null });
const contact = (over: Partial<ContactInput> = {}): ContactInput => ({
  email: "alice@example.com",
  refundAddress: null,
  language: null,
  ...over,
});

async function invoice(made: Outcome | null, of = shop, network: NetworkId = "USDT-TRC20") {
  const view = await createInvoice(contextOf(web, of.merchantId), {
    network,
    amount: usdt(50),
    timerMs: 600_000,
    callbackUrl: null,
    webhookUrl: null,
    username: null,
    firstName: null,
    lastName: null,
    email: null,
    phoneNumber: null,
    description: null,
    referenceId: "ORD-7",
  });
  if (made) await settleInvoice(owner.sql, view.id, made);
  return { ...view, transactionId: view.id };
}
const paid = (over: Outcome = {}, of = shop) => invoice({ received: 50_000_000, ...over }, of);
const overpaid = (of = shop, network: NetworkId = "USDT-TRC20") =>
  invoice({ received: 60_000_000 }, of, network);
const mailsOf = (subjectId: string) => owner.sql`
  select kind, merchant_id, from_name, to_address, subject, text_body, html_body, state from mails
  where subject_id = ${subjectId} order by id`;
const contactsOf = (invoiceId: string) => owner.sql`
  select id, email, refund_address, language from payer_contacts where invoice_id = ${invoiceId} order by id`;
const auditsOf = (subjectId: string, action: string) => owner.sql`
  select actor, data from audit_log where subject_id = ${subjectId} and action = ${action}`;
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) =>
      error instanceof AppError ? `${error.code}: ${error.publicMessage}` : String(error),
  );
const send = (code: string, email?: string, ctx = payer()) =>
  mailReceipt(ctx, code, wish(email), { ...MAIL, compose });

describe("C-18: a receipt by mail", () => {
  it("is handed in with what its page shows, and the audit log says so without the address", async () => {
    const { code, transactionId } = await paid();
    const seen: unknown[] = [];
    const queued = await mailReceipt(
      payer(),
      code,
      { ...wish(), language: "de" },
      {
        ...MAIL,
        compose: (page, language) => {
          seen.push([page.view.state, page.view.received, page.details.payments.length, language]);
          return compose();
        },
      },
    );
    expect(seen).toEqual([["paid", 50, 1, "de"]]);
    expect(await mailsOf(transactionId)).toEqual([
      {
        kind: "receipt",
        merchant_id: shop.merchantId,
        from_name: shop.name,
        to_address: "alice@example.com",
        subject: "Receipt",
        text_body: "Paid",
        html_body: "<p>Paid</p>",
        state: "pending",
      },
    ]);
    expect(await auditsOf(transactionId, "invoice.receipt_mailed")).toEqual([
      { actor: "public", data: { mail: queued?.id } },
    ]);
  });

  it("goes once to the same address within a minute, however it is spelled and however often it is asked", async () => {
    const { code, transactionId } = await paid();
    const asked = await Promise.all(
      ["a@example.com", "A@example.com", "a@EXAMPLE.com"].map((to) => send(code, to)),
    );
    expect(new Set(asked.map((one) => one?.id)).size).toBe(1);
    expect(await mailsOf(transactionId)).toHaveLength(1);
    const later = () => new Date(Date.now() + 61_000);
    expect((await send(code, "a@example.com", payer(later)))?.id).not.toBe(asked[0]?.id);
    expect(await mailsOf(transactionId)).toHaveLength(2);
  });

  it("goes three times at most, also when all ask at once; another payment's is another's", async () => {
    const { code, transactionId } = await paid();
    const asked = await Promise.all(
      Array.from({ length: 7 }, (_, i) => refusalOf(send(code, `payer-${i}@example.com`))),
    );
    expect(asked.filter((one) => one === "done")).toHaveLength(3);
    expect(asked.filter((one) => one.startsWith("rate_limited"))).toHaveLength(4);
    expect(await mailsOf(transactionId)).toHaveLength(3);
    expect(await refusalOf(send((await paid()).code))).toBe("done");
    expect(await refusalOf(send((await paid({}, stranger)).code))).toBe("done");
  });

  it.each<[string, Outcome]>([
    ["credited", { status: "confirmed" }],
    ["awaiting its credit", { status: "amount_confirmed" }],
    ["overpaid", { received: 60_000_000 }],
    ["too little in time", { status: "failed", received: 20_000_000 }],
    ["late", { status: "failed", late: true }],
    ["cancelled with money", { status: "cancelled", received: 20_000_000 }],
  ])("can be had of what is final: %s", async (_what, made) => {
    expect(await refusalOf(send((await paid(made)).code))).toBe("done");
  });

  it.each<[string, Outcome | null]>([
    ["nothing was paid", null],
    ["it ended without money", { status: "failed" }],
    ["it is still open", { status: "initiated", received: 20_000_000 }],
    ["a payment is not final", { received: 50_000_000, pending: 1_000_000 }],
  ])("is refused where there is none: %s", async (_what, made) => {
    const { code, transactionId } = await invoice(made);
    expect(await refusalOf(send(code))).toBe("invalid_state: There is no final receipt yet");
    expect(await mailsOf(transactionId)).toEqual([]);
  });

  it("is refused where there is no mail, and unknown where there is no page", async () => {
    const { code } = await paid();
    const without = mailReceipt(payer(), code, wish(), { ...MAIL, mail: false, compose });
    expect(await refusalOf(without)).toBe("invalid_state: Mail is not set up here");
    expect(await send("0".repeat(22))).toBeNull();
    expect(await send("x")).toBeNull();
  });

  it("leaves nothing when it dies on the way", async () => {
    const { code, transactionId } = await paid();
    const dying = mailReceipt(payer(), code, wish(), {
      ...MAIL,
      compose: () => {
        throw new Error("killed");
      },
    });
    await expect(dying).rejects.toThrow("killed");
    expect(await mailsOf(transactionId)).toEqual([]);
    expect(await auditsOf(transactionId, "invoice.receipt_mailed")).toEqual([]);
    expect(await refusalOf(send(code))).toBe("done");
  });
});

describe("C-30: an address of the payer's", () => {
  const ODD: Readonly<Record<string, Outcome>> = {
    overpaid: { received: 60_000_000 },
    expired_partial: { status: "failed", received: 20_000_000 },
    late: { status: "failed", received: 20_000_000, late: true },
  };
  const PLAIN: Readonly<Partial<Record<CheckoutState, Outcome>>> = {
    waiting: { status: "initiated" },
    partial: { status: "initiated", received: 20_000_000 },
    paid: { received: 50_000_000 },
    expired: { status: "failed" },
    cancelled: { status: "cancelled" },
  };

  it.each(Object.entries(ODD))("is taken where money went another way: %s", async (_s, made) => {
    const { code, transactionId } = await invoice(made);
    const left = await leaveContact(payer(), code, contact({ language: "ar" }), HERE);
    expect(await contactsOf(transactionId)).toEqual([
      { id: left?.id, email: "alice@example.com", refund_address: null, language: "ar" },
    ]);
    expect(await auditsOf(transactionId, "invoice.contact_left")).toEqual([
      { actor: "public", data: { contact: left?.id, refundAddress: false } },
    ]);
  });

  it.each(Object.entries(PLAIN))("is refused where nothing did: %s", async (_s, made) => {
    const { code, transactionId } = await invoice(made);
    expect(await refusalOf(leaveContact(payer(), code, contact(), HERE))).toBe(
      "invalid_state: This payment asks for no address",
    );
    expect(await contactsOf(transactionId)).toEqual([]);
  });

  it("is taken in any state after a lookup that ended unhappily, and after no other", async () => {
    for (const [reason, expected] of [
      ["wrong_network", "done"],
      ["wrong_token", "done"],
      ["other_address", "done"],
      ["other_payment", "done"],
      ["unknown", "done"],
      ["found", "invalid_state: This payment asks for no address"],
      ["pending", "invalid_state: This payment asks for no address"],
      [null, "invalid_state: This payment asks for no address"],
    ] as const) {
      const { code, transactionId } = await invoice(null);
      await owner.sql`
        insert into payment_lookups (merchant_id, id, invoice_id, tx_hash, reason, created_at, answered_at)
        values (${shop.merchantId}, ${newId()}, ${transactionId}, ${"ab".repeat(32)}, ${reason}, now(),
          case when ${reason === null} then null else now() end)`;
      const left = leaveContact(payer(), code, contact(), HERE);
      expect([reason, await refusalOf(left)]).toEqual([reason, expected]);
    }
  });

  it("may name one for a refund, on the payment's network, in its one spelling", async () => {
    const ethereum = addressAt("USDT-ERC20", 900_000).display;
    const tron = addressAt("USDT-TRC20", 900_001).display;
    for (const [network, typed, stored] of [
      ["USDT-ERC20", ethereum, ethereum],
      ["USDT-ERC20", ethereum.toLowerCase(), ethereum],
      ["USDT-TRC20", tron, tron],
    ] as const) {
      const { code, transactionId } = await overpaid(shop, network);
      await leaveContact(payer(), code, contact({ refundAddress: typed }), HERE);
      expect((await contactsOf(transactionId))[0]?.refund_address).toBe(stored);
    }
    const { code, transactionId, walletAddress } = await overpaid();
    const zero = `0x${"0".repeat(40)}`;
    for (const refundAddress of [ethereum, tron.slice(1), "x", "<b>", walletAddress, zero]) {
      const refused = leaveContact(payer(), code, contact({ refundAddress }), HERE);
      await expect(refused).rejects.toMatchObject({
        code: "validation_failed",
        publicMessage: "refundAddress must be an address on the payment's network",
        details: [{ path: "refundAddress" }],
      });
    }
    expect(await contactsOf(transactionId)).toEqual([]);
  });

  it("the same again is the same; five at most, also when all come at once", async () => {
    const { code, transactionId } = await overpaid();
    const again = await Promise.all(
      ["a@example.com", "A@Example.com", "a@example.com"].map((email) =>
        leaveContact(payer(), code, contact({ email }), HERE),
      ),
    );
    expect(new Set(again.map((one) => one?.id)).size).toBe(1);
    const more = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        refusalOf(leaveContact(payer(), code, contact({ email: `p${i}@example.com` }), HERE)),
      ),
    );
    expect(more.filter((one) => one === "done")).toHaveLength(4);
    expect(more.filter((one) => one.startsWith("rate_limited"))).toHaveLength(4);
    expect(await contactsOf(transactionId)).toHaveLength(5);
    const first = leaveContact(payer(), code, contact({ email: "a@example.com" }), HERE);
    expect((await first)?.id).toBe(again[0]?.id);
  });

  it("is refused where there is no mail, and unknown where there is no page", async () => {
    const { code } = await overpaid();
    const without = leaveContact(payer(), code, contact(), { ...HERE, mail: false });
    expect(await refusalOf(without)).toBe("invalid_state: Mail is not set up here");
    expect(await leaveContact(payer(), "0".repeat(22), contact(), HERE)).toBeNull();
  });

  it("is told to the mailbox of the shop's support, as a claim, and to no other", async () => {
    const settings = contextOf(web, shop.merchantId);
    const set = (supportUrl: string | null) =>
      updateSettings({ ...settings, permissions: new Set(["settings:write"]) }, { supportUrl });
    const told = async (supportUrl: string | null) => {
      await set(supportUrl);
      const { code, transactionId } = await overpaid();
      const refundAddress = addressAt("USDT-TRC20", 900_002).display;
      await leaveContact(payer(), code, contact({ refundAddress }), HERE);
      return { refundAddress, transactionId, mails: await mailsOf(transactionId) };
    };
    const { mails, transactionId, refundAddress } = await told(
      "mailto:help%40desk@shop.example?subject={invoiceNo}".replace("help%40desk", "help+desk"),
    );
    expect(mails).toMatchObject([
      { kind: "payer_contact", to_address: "help+desk@shop.example", html_body: null },
    ]);
    const text = String(mails[0]?.text_body);
    for (const part of ["alice@example.com", refundAddress, transactionId, "ORD-7", "60 USDT"]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("Nobody has checked this.");
    expect(mails[0]?.subject).toMatch(/^\[TEST\] A payer can be reached: INV-/);
    for (const none of [null, "https://shop.example/help", "mailto:a%20b@shop.example"]) {
      expect((await told(none)).mails).toEqual([]);
    }
  });

  it("is read by the operator, and by nobody else", async () => {
    const { code, transactionId, invoiceNo } = await overpaid(stranger);
    await leaveContact(payer(), code, contact(), HERE);
    const operator = operatorContext(worker, "me", silentLogger);
    expect(await listContacts(operator, { transactionId })).toEqual({
      merchantId: stranger.merchantId,
      transactionId,
      invoiceNo,
      network: "USDT-TRC20",
      contacts: [
        {
          email: "alice@example.com",
          refundAddress: null,
          language: "en",
          at: expect.any(Date),
        },
      ],
    });
    for (const unknown of [newId(), "x"]) {
      expect(await refusalOf(listContacts(operator, { transactionId: unknown }))).toBe(
        "not_found: There is no such payment",
      );
    }
    const theirs = contextOf(web, stranger.merchantId);
    await expect(listContacts(theirs, { transactionId })).rejects.toThrow("operator");
    const seen = await web.sql.begin(async (sql) => {
      await sql`select set_config('app.merchant', ${shop.merchantId}, true)`;
      return sql`select 1 from payer_contacts where invoice_id = ${transactionId}`;
    });
    expect(seen).toHaveLength(0);
  });

  it("is added and never changed, and forgotten after 180 days", async () => {
    const { code, transactionId } = await overpaid();
    await leaveContact(payer(), code, contact(), HERE);
    for (const db of [web, worker, owner]) {
      await expect(db.sql`update payer_contacts set email = 'eve@example.com'`).rejects.toThrow();
    }
    const job = (days: number) =>
      jobContext(worker, "forget", silentLogger, () => new Date(Date.now() + days * 86_400_000));
    await forgetContacts(job(179));
    expect(await contactsOf(transactionId)).toHaveLength(1);
    expect(await forgetContacts(job(181))).toBeGreaterThan(0);
    expect(await contactsOf(transactionId)).toEqual([]);
    await expect(forgetContacts(payer())).rejects.toThrow("jobs");
  });
});
