import { describe, expect, inject, it } from "vitest";
import { newId } from "@/lib/kit";
import { call, createInvoice, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";
import { type Outcome, settleInvoice } from "../support/settled-invoice";

const api = inject("api");
const limited = inject("limitedApi");
const production = inject("productionApi");
const TOO_MANY = "Too many requests, please try again later";

interface Payment {
  readonly id: string;
  readonly code: string;
  readonly invoiceNo: string;
}

async function payment(made: Outcome | null = { received: 60_000_000 }, server = api) {
  const invoice = await createInvoice(server);
  if (made) await asOwner(server, (sql) => settleInvoice(sql, invoice.transactionId, made));
  const code = invoice.url.split("/s/")[1] as string;
  return { id: invoice.transactionId, code, invoiceNo: invoice.invoiceNo } satisfies Payment;
}
const post = (
  { code }: Pick<Payment, "code">,
  form: "receipt-mail" | "contact",
  body: unknown,
  server = api,
  headers: Readonly<Record<string, string>> = {},
) => call(server, "POST", `/public/checkout/${code}/${form}`, { merchant: null, body, headers });

/** A browser's plain form, and where it is led. */
async function submit(
  { code }: Payment,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<readonly unknown[]> {
  const response = await fetch(`${api.origin}/api/v1/public/checkout/${code}/${path}`, {
    method: "POST",
    headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  return [response.status, response.headers.get("location")];
}
const page = async (path: string, server = api) => {
  const response = await fetch(`${server.origin}${path}`);
  return { status: response.status, headers: response.headers, html: await response.text() };
};
const mailOf = (id: string) =>
  asOwner(api, async (sql) => {
    const [mail] = await sql`select * from mails where id = ${id}`;
    return mail ?? {};
  });
/** What the worker of a sandbox does. */
const keep = (id: string) =>
  asOwner(api, (sql) => sql`update mails set state = 'kept', ended_at = now() where id = ${id}`);

describe("C-18: POST /public/checkout/{code}/receipt-mail", () => {
  it("hands in the receipt in the language that was asked for, as text and as HTML", async () => {
    const paid = await payment();
    const answer = await post(paid, "receipt-mail", {
      email: " alice@example.com ",
      language: "de",
    });
    expect([answer.status, answer.body.message]).toEqual([200, "Receipt will be sent"]);
    expect(answer.body.data).toEqual({ id: expect.any(String) });
    const mail = await mailOf(answer.body.data.id);
    expect(mail).toMatchObject({
      to_address: "alice@example.com",
      from_name: "Northwind Books",
      subject: `[TEST] Beleg ${paid.invoiceNo} von Northwind Books`,
    });
    for (const text of [mail.text_body, mail.html_body]) {
      for (const part of ["60 USDT", "50 USDT", paid.invoiceNo, "TRON", "UTC"]) {
        expect(text).toContain(part);
      }
      expect(text).toMatch(new RegExp(`http[^ "]+/s/${paid.code}/receipt\\?lang=de`));
    }
    expect(mail.html_body).toMatch(/^<!doctype html><html lang="de" dir="ltr">/);
    expect(mail.html_body).not.toMatch(/<script|<img|<link|<form|url\(|@import/i);
  });

  it("writes from right to left where the language does, and escapes what a merchant is called", async () => {
    const paid = await payment();
    const [merchant] = api.merchants;
    const name = '<b>A & "B"</b>';
    const rename = (to: string | null) =>
      asOwner(
        api,
        (sql) => sql`update merchants set brand_name = ${to} where id = ${merchant.merchantId}`,
      );
    await rename(name);
    try {
      const body = { email: "alice@example.com", language: "ar" };
      const mail = await mailOf((await post(paid, "receipt-mail", body)).body.data.id);
      expect(mail.html_body).toContain('<html lang="ar" dir="rtl">');
      expect(mail.html_body).toContain("&lt;b&gt;A &amp; &quot;B&quot;&lt;/b&gt;");
      expect(mail.html_body).not.toContain(name);
    } finally {
      await rename(null);
    }
  });

  it("takes one address in plain letters, and says nothing of it again", async () => {
    const paid = await payment();
    for (const email of [
      undefined,
      null,
      7,
      "",
      "alice",
      "alice@",
      "a@example.com, b@example.com",
      "a@example.com\r\nBcc: b@example.com",
      "Alice <a@example.com>",
      '"a b"@example.com',
      "a@[127.0.0.1]",
      `${"a".repeat(250)}@example.com`,
    ]) {
      const refused = await post(paid, "receipt-mail", { email });
      expectFailure(refused, 400, "email must be an e-mail address");
      expect(refused.text).not.toContain("Bcc");
    }
    const language = await post(paid, "receipt-mail", { email: "a@example.com", language: "xx" });
    expectFailure(language, 400, "Validation failed");
  });

  it("refuses a fourth address, and a receipt that is not there yet", async () => {
    const paid = await payment();
    const to = (n: number) => ({ email: `payer-${n}@example.com` });
    for (const n of [1, 2, 3]) expect((await post(paid, "receipt-mail", to(n))).status).toBe(200);
    expectFailure(await post(paid, "receipt-mail", to(4)), 429, TOO_MANY);
    const open = await payment(null);
    expectFailure(await post(open, "receipt-mail", to(1)), 400, "There is no final receipt yet");
    for (const code of ["0".repeat(22), "x"]) {
      expectFailure(await post({ code }, "receipt-mail", to(1)), 404, "Not found");
    }
  });

  it("leads a browser back to the page that it came from, in its language and frame", async () => {
    const paid = await payment();
    const fields = { email: "alice@example.com", language: "de" };
    const frame = "lang=de&embed=1&origin=https%3A%2F%2Fshop.example";
    expect(await submit(paid, `receipt-mail?${frame}`, fields)).toEqual([
      303,
      `/s/${paid.code}?${frame}&mail=done`,
    ]);
    expect(await submit(paid, "receipt-mail?lang=de&on=receipt&x=1", fields)).toEqual([
      303,
      `/s/${paid.code}/receipt?lang=de&mail=done`,
    ]);
    expect(await submit(paid, "receipt-mail?lang=de", { email: "no" })).toEqual([
      303,
      `/s/${paid.code}?lang=de&mail=malformed`,
    ]);
    for (const n of [1, 2]) await submit(paid, "receipt-mail", { email: `p${n}@example.com` });
    const [, location] = await submit(paid, "receipt-mail?lang=de", { email: "p3@example.com" });
    expect(location).toBe(`/s/${paid.code}?lang=de&mail=too-many`);
    for (const [said, text] of [
      ["done", "Der Beleg ist unterwegs."],
      ["malformed", "Das ist keine E-Mail-Adresse."],
      ["too-many", "Zu oft angefragt."],
    ] as const) {
      for (const path of ["", "/receipt"]) {
        const { html } = await page(`/s/${paid.code}${path}?lang=de&mail=${said}`);
        expect(html).toContain(text);
        expect(html).not.toContain("example.com");
      }
    }
    const open = await payment(null);
    expect(await submit(open, "receipt-mail?lang=en", fields)).toEqual([
      303,
      `/s/${open.code}?lang=en`,
    ]);
  });
});

describe("C-30: POST /public/checkout/{code}/contact", () => {
  const alice = { email: "alice@example.com" };

  it("takes an address, and shows it nowhere", async () => {
    const over = await payment();
    const refundAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
    const answer = await post(over, "contact", { ...alice, refundAddress, language: "de" });
    expect([answer.status, answer.body.message]).toEqual([200, "Address saved"]);
    expect(answer.body.data).toEqual({ id: expect.any(String) });
    const rows = await asOwner(
      api,
      (sql) =>
        sql`select email, refund_address, language from payer_contacts where invoice_id = ${over.id}`,
    );
    expect([...rows]).toEqual([
      { email: "alice@example.com", refund_address: refundAddress, language: "de" },
    ]);
    for (const path of ["", "/receipt", "?contact=done", "?lang=de&contact=done"]) {
      const { html } = await page(`/s/${over.code}${path}`);
      expect(html).not.toContain("alice");
      expect(html).not.toContain(refundAddress);
    }
  });

  it("takes an empty refund address for none, and refuses another network's", async () => {
    const over = await payment();
    expect((await post(over, "contact", { ...alice, refundAddress: "" })).status).toBe(200);
    for (const refundAddress of [
      "0x8ba1f109551bD432803012645Ac136ddd64DBA72",
      "TJRabPrwbZy45sbavfcjinPJC18kjpRTv9",
      "x",
      5,
      "x".repeat(101),
    ]) {
      const refused = await post(over, "contact", { ...alice, refundAddress });
      const text = "refundAddress must be an address on the payment's network";
      expectFailure(refused, 400, text);
      expect(refused.body.details).toEqual([{ path: "refundAddress", message: text }]);
    }
  });

  it("leads a browser back to the page, which says what became of it", async () => {
    const over = await payment();
    const at = (said: string) => [303, `/s/${over.code}?lang=de&contact=${said}`];
    expect(await submit(over, "contact?lang=de", { ...alice, refundAddress: "" })).toEqual(
      at("done"),
    );
    expect(await submit(over, "contact?lang=de", { email: "no" })).toEqual(at("malformed"));
    const wrong = { ...alice, refundAddress: "x" };
    expect(await submit(over, "contact?lang=de", wrong)).toEqual(at("address"));
    for (const n of [1, 2, 3, 4]) await submit(over, "contact", { email: `p${n}@example.com` });
    expect(await submit(over, "contact?lang=de", { email: "p5@example.com" })).toEqual(
      at("too-many"),
    );
    for (const [said, text] of [
      ["done", "Northwind Books kann Sie jetzt erreichen."],
      ["malformed", "Das ist keine E-Mail-Adresse."],
      ["address", "Das kann nicht Ihre Adresse auf TRON (TRC20) sein."],
      ["too-many", "Zu oft angefragt."],
    ] as const) {
      const { html } = await page(`/s/${over.code}?lang=de&contact=${said}`);
      expect(html.replaceAll(/[\u2068\u2069]/g, "")).toContain(text);
    }
  });

  it("keeps the question that ended unhappily in the page that it leads back to", async () => {
    const open = await payment(null);
    const body = { transactionHash: "ab".repeat(32) };
    const lookup = (
      await call(api, "POST", `/public/checkout/${open.code}/lookup`, { merchant: null, body })
    ).body.data.id;
    const text = "This payment asks for no address";
    expectFailure(await post(open, "contact", alice), 400, text);
    await asOwner(
      api,
      (sql) => sql`
        update payment_lookups set reason = 'unknown', answered_at = now() where id = ${lookup}`,
    );
    const { html } = await page(`/s/${open.code}?lookup=${lookup}`);
    const action = `/api/v1/public/checkout/${open.code}/contact?lang=en&amp;lookup=${lookup}`;
    expect(html).toContain(`action="${action}"`);
    expect(html).toContain(`href="?lang=en&amp;lookup=${lookup}&amp;contact=open"`);
    expect(await submit(open, `contact?lang=en&lookup=${lookup}`, alice)).toEqual([
      303,
      `/s/${open.code}?lang=en&lookup=${lookup}&contact=done`,
    ]);
    // Nobody loses what is being typed to a page that renews itself.
    const typing = await page(`/s/${open.code}?lookup=${lookup}&contact=open`);
    expect(typing.html).not.toMatch(/http-equiv="refresh" content="\d\d?"/i);
    expect(typing.html).toMatch(/<details class="payer" id="reach" open/);
    const other = await payment(null);
    expect((await page(`/s/${other.code}?lookup=${lookup}`)).html).not.toContain('id="reach"');
  });
});

describe("limits, and installations without mail", () => {
  it.each(["receipt-mail", "contact"] as const)(
    "%s: ten wishes in a quarter of an hour from one address",
    async (form) => {
      const headers = {
        "x-forwarded-for": form === "contact" ? "198.51.100.201" : "198.51.100.202",
      };
      const paid = await payment({ received: 60_000_000 }, limited);
      const wish = () => post(paid, form, { email: "a@example.com" }, limited, headers);
      for (let n = 0; n < 10; n += 1) expect((await wish()).status).toBe(200);
      const refused = await wish();
      expectFailure(refused, 429, TOO_MANY);
      expect(refused.headers.get("ratelimit-policy")).toBe("10;w=900");
    },
  );

  it("without SMTP_URL in production: refused, and there is no mailbox", async () => {
    for (const form of ["receipt-mail", "contact"] as const) {
      const none = await post(
        { code: "0".repeat(22) },
        form,
        { email: "a@example.com" },
        production,
      );
      expectFailure(none, 400, "Mail is not set up here");
    }
    for (const path of ["", `/${newId()}`, `/${newId()}/html`]) {
      expect((await page(`/sandbox/mail${path}`, production)).status).toBe(404);
    }
  });
});

describe("the sandbox's mailbox", () => {
  it("shows a kept mail: in the list, its text, and its markup where nothing runs or loads", async () => {
    const paid = await payment();
    const { id } = (await post(paid, "receipt-mail", { email: "box@example.com" })).body.data;
    expect((await page("/sandbox/mail")).html).not.toContain(id);
    expect((await page(`/sandbox/mail/${id}`)).status).toBe(404);
    await keep(id);
    const list = await page("/sandbox/mail");
    expect(list.html).toContain(`href="/sandbox/mail/${id}"`);
    expect(list.html).toContain("box@example.com");
    expect(list.html).toContain(paid.invoiceNo);
    const one = await page(`/sandbox/mail/${id}`);
    expect(one.html).toContain(`/s/${paid.code}/receipt?lang=en`);
    expect(one.html).toMatch(
      new RegExp(`<iframe[^>]*sandbox=""[^>]*src="/sandbox/mail/${id}/html"`),
    );
    expect(one.headers.get("x-frame-options")).toBe("DENY");
    const markup = await page(`/sandbox/mail/${id}/html`);
    expect(markup.html).toMatch(/^<!doctype html>/);
    expect(markup.headers.get("x-frame-options")).toBe("SAMEORIGIN");
    const policy = markup.headers.get("content-security-policy");
    expect(policy).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
    );
    for (const unknown of [newId(), "x", "%27"]) {
      expect((await page(`/sandbox/mail/${unknown}`)).status).toBe(404);
      expect((await page(`/sandbox/mail/${unknown}/html`)).status).toBe(404);
    }
  });
});
