import { describe, expect, inject, it } from "vitest";
import { newId } from "@/lib/kit";
import { type Ask, call, createInvoice, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";

const api = inject("api");
const [merchant, other] = api.merchants;
const query = { currencyType: "USDT-TRC20", amount: "50" };
const create = (key: string, ask: Ask = {}) =>
  call(api, "POST", "/transaction/create", {
    query,
    ...ask,
    headers: { "Idempotency-Key": key },
  });
const countInvoices = async () =>
  (await asOwner(api, (sql) => sql`select count(*)::int as n from invoices`))[0]?.n as number;

describe("Idempotency-Key", () => {
  it("gives the first answer again, byte for byte", async () => {
    const key = newId();
    const first = await create(key, { body: { email: "a@b.example" } });
    const again = await create(key, { body: { email: "a@b.example" } });
    expect(first.status).toBe(200);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
  });

  it("has one effect when it is sent many times at once", async () => {
    const key = newId();
    const before = await countInvoices();
    const answers = await Promise.all(Array.from({ length: 30 }, () => create(key)));
    const done = answers.filter((answer) => answer.status === 200);
    expect(new Set(done.map((answer) => answer.text)).size).toBe(1);
    for (const answer of answers.filter((one) => one.status !== 200)) {
      expectFailure(answer, 409, "A request with this Idempotency-Key is in progress");
    }
    expect((await countInvoices()) - before).toBe(1);
  });

  it("belongs to one request", async () => {
    const key = newId();
    await create(key);
    const text = "Idempotency-Key was already used with another request";
    expectFailure(await create(key, { query: { ...query, amount: "51" } }), 422, text);
    expectFailure(await create(key, { body: { email: "x@y.example" } }), 422, text);
  });

  it("belongs to one merchant and one endpoint", async () => {
    const key = newId();
    const mine = await create(key);
    const theirs = await create(key, { merchant: other });
    expect(theirs.body.transactionId).not.toBe(mine.body.transactionId);
    const { transactionId } = mine.body;
    const cancelled = await call(api, "POST", "/public/transaction/cancel", {
      headers: { "Idempotency-Key": key },
      body: { transactionId, type: "deposit" },
    });
    expect(cancelled.status).toBe(200);
  });

  it("keeps what was decided after validation, and not a validation's refusal", async () => {
    const cancel = (key: string, transactionId: string) =>
      call(api, "POST", "/public/transaction/cancel", {
        headers: { "Idempotency-Key": key },
        body: { transactionId, type: "deposit" },
      });
    const { transactionId } = await createInvoice(api);
    const done = await cancel(newId(), transactionId);
    const key = newId();
    const refused = await cancel(key, transactionId);
    const again = await cancel(key, transactionId);
    expect(done.status).toBe(200);
    expectFailure(refused, 400, "Only deposits with status initiated can be cancelled");
    expect([again.status, again.text]).toEqual([400, refused.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const free = newId();
    expect((await create(free, { query: { ...query, amount: "x" } })).status).toBe(400);
    expect((await create(free)).status).toBe(200);
  });

  it("is not locked by a crash between the effect and its answer", async () => {
    const key = newId();
    const first = await create(key);
    await asOwner(
      api,
      (sql) => sql`
      update idempotency_keys set status = null, body = null where key = ${key}`,
    );
    const rebuilt = await create(key);
    expect([rebuilt.status, rebuilt.text]).toEqual([200, first.text]);
    expect(rebuilt.headers.get("idempotent-replayed")).toBe("true");
  });

  it("is forgotten after 24 hours", async () => {
    const key = newId();
    const first = await create(key);
    await asOwner(
      api,
      (sql) => sql`
      update idempotency_keys set created_at = created_at - interval '25 hours' where key = ${key}`,
    );
    const later = await create(key);
    expect(later.body.transactionId).not.toBe(first.body.transactionId);
  });

  it("is 1 to 255 visible ASCII characters", async () => {
    for (const key of ["", "a b", "é", "a".repeat(256)]) {
      const answer = await create(key);
      expectFailure(answer, 400, "Validation failed");
      expect(answer.body.details[0].path).toBe("Idempotency-Key");
    }
    expect((await create("a".repeat(255))).status).toBe(200);
    expect(merchant.apiKey).not.toBe(other.apiKey);
  });

  it("sends test money once", async () => {
    const key = newId();
    const body = { walletAddress: `0x${"ab".repeat(20)}`, amount: 5, currencyType: "USDT-ERC20" };
    const headers = { "Idempotency-Key": key };
    const asked = [1, 2].map(() => call(api, "POST", "/sandbox/pay", { headers, body }));
    const sent = await asOwner(api, async (sql) => {
      for (;;) {
        const rows = await sql`
          update sandbox_payments set state = 'sent', tx_hash = ${"cd".repeat(32)}
          where to_address = ${body.walletAddress} and state = 'asked' returning id`;
        if (rows.length > 0) return rows;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    expect(sent).toHaveLength(1);
    for (const answer of await Promise.all(asked)) {
      expect(answer.body?.data, answer.text).toEqual({
        ...body,
        transactionHash: `0x${"cd".repeat(32)}`,
      });
    }
    const rows = await asOwner(
      api,
      (sql) => sql`
      select id from sandbox_payments where to_address = ${body.walletAddress}`,
    );
    expect(rows).toHaveLength(1);
  });
});
