import { describe, expect, inject, it } from "vitest";
import { call, createInvoice, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";

const api = inject("api");
const limited = inject("limitedApi");
const HASH = "ab".repeat(32);
const unknown = "0".repeat(22);
const nobody = "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90";

async function open(server = api, merchant = server.merchants[0]): Promise<string> {
  const query = { currencyType: "USDT-TRC20", amount: "12.5" };
  const made = await createInvoice(server, { query, merchant });
  return made.url.split("/s/")[1] as string;
}
const ask = (code: string, transactionHash: unknown, server = api) =>
  call(server, "POST", `/public/checkout/${code}/lookup`, {
    merchant: null,
    body: { transactionHash },
  });
const read = (code: string, id: string) =>
  call(api, "GET", `/public/checkout/${code}/lookup/${id}`, { merchant: null });

/** Writes an answer as the worker does. */
const answer = (id: string, change: Readonly<Record<string, unknown>>) =>
  asOwner(
    api,
    (sql) =>
      sql`update payment_lookups set ${sql({ ...change, answered_at: new Date() })} where id = ${id}`,
  );

/** A browser without scripts: a plain form, and where it is led. */
async function submit(code: string, hash: string, query = ""): Promise<readonly unknown[]> {
  const response = await fetch(`${api.origin}/api/v1/public/checkout/${code}/lookup${query}`, {
    method: "POST",
    headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ transactionHash: hash }),
    redirect: "manual",
  });
  return [response.status, response.headers.get("location")];
}

describe("C-31: POST /public/checkout/{code}/lookup", () => {
  it("takes a hash in any spelling for the same question, and hands out nothing more", async () => {
    const code = await open();
    const nothing = {
      reason: null,
      network: null,
      amount: null,
      remaining: null,
      confirmations: null,
      requiredConfirmations: null,
      walletAddress: null,
    };
    const first = await ask(code, HASH);
    expect([first.status, first.body.message]).toEqual([200, "Transaction lookup requested"]);
    expect(first.body.data).toEqual({ id: expect.any(String), ...nothing });
    const { id } = first.body.data;
    for (const spelling of [`0x${HASH}`, HASH.toUpperCase(), ` 0X${HASH.toUpperCase()}\n`]) {
      expect((await ask(code, spelling)).body.data).toEqual({ id, ...nothing });
    }
    const rows = await asOwner(
      api,
      (sql) => sql`
        select l.tx_hash from payment_lookups l join invoices i on i.id = l.invoice_id
        where i.code = ${code}`,
    );
    expect(rows.map((row) => row.tx_hash)).toEqual([HASH]);
  });

  it("refuses what is no hash", async () => {
    const code = await open();
    const wrong = [undefined, null, "", "0x", HASH.slice(1), `${HASH}0`, `g${HASH.slice(1)}`, 5];
    for (const hash of [...wrong, [HASH], `0x0x${HASH}`]) {
      const refused = await ask(code, hash);
      expectFailure(refused, 400, "transactionHash must be 64 hexadecimal digits");
    }
  });

  it("knows no other pages", async () => {
    for (const code of [unknown, "x"]) expectFailure(await ask(code, HASH), 404, "Not found");
  });

  it("hears twenty questions an hour about one payment", async () => {
    const code = await open();
    const hashOf = (n: number) => n.toString(16).padStart(64, "0");
    for (let n = 0; n < 20; n += 1) expect((await ask(code, hashOf(n))).status).toBe(200);
    const text = "Too many requests, please try again later";
    expectFailure(await ask(code, hashOf(20)), 429, text);
    expect((await ask(code, hashOf(19))).status).toBe(200);
    expect(await submit(code, hashOf(21))).toEqual([303, `/s/${code}?lookup=too-many`]);
    expect((await ask(await open(), hashOf(20))).status).toBe(200);
  });

  it("is counted by the caller's address in the standard tier", async () => {
    const policy = (await ask(await open(limited), HASH, limited)).headers.get("ratelimit-policy");
    expect(policy).toMatch(/;w=900$/);
  });

  it("leads a browser without scripts to the page that answers, in its language", async () => {
    const code = await open();
    const [status, location] = await submit(code, `0x${HASH}`, "?lang=de");
    const { id } = (await ask(code, HASH)).body.data;
    expect([status, location]).toEqual([303, `/s/${code}?lang=de&lookup=${id}`]);
    // A frame stays one (C-27).
    const framed = "?lang=de&embed=1&origin=https%3A%2F%2Fshop.example";
    expect(await submit(code, HASH, framed)).toEqual([303, `/s/${code}${framed}&lookup=${id}`]);
    const page = async () => (await fetch(`${api.origin}${location}`)).text();
    expect(await page()).toMatch(/<noscript><meta http-equiv="refresh" content="2"/i);
    await answer(id, { reason: "unknown" });
    const html = await page();
    expect(html).toContain("Keines der beiden Netzwerke kennt diese Transaktion");
    // Long enough for the next hash to be typed before a reload takes it away.
    expect(html).toMatch(/http-equiv="refresh" content="120"/i);
    expect(await submit(code, "0x12")).toEqual([303, `/s/${code}?lookup=malformed`]);
    const wrong = await fetch(`${api.origin}/s/${code}?lookup=malformed`);
    expect(await wrong.text()).toContain("That is not a transaction hash.");
  });
});

describe("C-31: GET /public/checkout/{code}/lookup/{lookupId}", () => {
  it("answers what the worker found, and nobody else's", async () => {
    const [code, alike] = [await open(), await open()];
    const foreign = await open(api, api.merchants[1]);
    const { id } = (await ask(code, HASH)).body.data;
    await answer(id, {
      reason: "not_enough",
      network: "USDT-TRC20",
      amount_units: 5_000_001,
      remaining_units: 7_499_999,
      confirmations: 3,
      required_confirmations: 19,
    });
    expect((await read(code, id)).body.data).toEqual({
      id,
      reason: "not_enough",
      network: "USDT-TRC20",
      amount: 5.000001,
      remaining: 7.499999,
      confirmations: 3,
      requiredConfirmations: 19,
      walletAddress: null,
    });
    for (const other of [alike, foreign, unknown]) {
      expectFailure(await read(other, id), 404, "Not found");
      const page = await fetch(`${api.origin}/s/${other}?lookup=${id}`);
      expect(await page.text()).not.toContain("5.000001");
    }
    for (const wrong of [nobody, "x", "' or true --"]) {
      expectFailure(await read(code, encodeURIComponent(wrong)), 404, "Not found");
    }
  });

  it("says after half a minute that nobody answers", async () => {
    const code = await open();
    const { id } = (await ask(code, HASH)).body.data;
    await asOwner(
      api,
      (sql) =>
        sql`update payment_lookups set created_at = created_at - interval '31 seconds' where id = ${id}`,
    );
    expect((await read(code, id)).body.data).toMatchObject({ id, reason: "unavailable" });
  });
});
