import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/kit";
import type { RawInput } from "./input";
import {
  parseCancel,
  parseCreateInvoice,
  parseList,
  parseVerify,
  readMoment,
} from "./invoice-requests";
import { JsonNumber } from "./json-number";

function raw(query: string, body: Record<string, unknown> = {}, repeated: string[] = []): RawInput {
  return { query: new URLSearchParams(query), body, repeated };
}

function problem(work: () => unknown): { text: string | null; paths: string[] } {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe("validation_failed");
    return { text: error.publicMessage, paths: (error.details ?? []).map((one) => one.path) };
  }
  throw new Error("nothing was refused");
}

const base = "currencyType=USDT-TRC20&amount=50";
const create = (query: string, body?: Record<string, unknown>, sandbox = false) =>
  parseCreateInvoice(raw(query, body), sandbox);

describe("transaction/create", () => {
  it("reads the query, with ten minutes by default", () => {
    expect(create(base)).toEqual({
      network: "USDT-TRC20",
      amount: 50_000_000n,
      timerMs: 600_000,
      callbackUrl: null,
      webhookUrl: null,
      username: null,
      firstName: null,
      lastName: null,
      email: null,
      phoneNumber: null,
      description: null,
      referenceId: null,
    });
  });

  it("refuses every malformed amount (V01)", () => {
    const text = "Amount must be a valid positive number";
    const given = [
      "0",
      "-1",
      "-0",
      " 50 ",
      "5e1",
      "0x32",
      "50.0000001",
      "50,00",
      "٥٠",
      "",
      "1.",
      ".5",
    ];
    for (const amount of [...given, "NaN", "Infinity", "1.0000000", "1000000000.000001", "1_0"]) {
      const query = new URLSearchParams({ currencyType: "USDT-TRC20", amount }).toString();
      expect(problem(() => create(query)).text, amount).toBe(text);
    }
    const numbers = ["0", "-0", "-1", "1e-7", "1e309", "50.123456789", "1.0000000", "1e400"];
    const values = [...numbers.map((one) => new JsonNumber(one)), null, [], {}, true, 50, "5e1"];
    for (const amount of values) {
      expect(problem(() => create("currencyType=USDT-TRC20", { amount })).text).toBe(text);
    }
  });

  it("takes amounts exactly, to the limits", () => {
    const texts: [string, bigint][] = [
      ["0.000001", 1n],
      ["1000000000", 1_000_000_000_000_000n],
      ["0.3", 300_000n],
    ];
    for (const [amount, value] of texts) {
      expect(create(`currencyType=USDT-ERC20&amount=${amount}`).amount).toBe(value);
    }
    const numbers: [string, bigint][] = [
      ["1e-6", 1n],
      ["5E1", 50_000_000n],
      ["0.1", 100_000n],
      ["12300e-2", 123_000_000n],
    ];
    for (const [text, value] of numbers) {
      const body = { amount: new JsonNumber(text), currencyType: "USDT-TRC20" };
      expect(create("", body).amount).toBe(value);
    }
  });

  it("reads the timer to the millisecond, within its bounds", () => {
    const timer = (text: string, sandbox = false) =>
      create(`${base}&timer=${text}`, {}, sandbox).timerMs;
    expect(timer("1")).toBe(60_000);
    expect(timer("10080")).toBe(604_800_000);
    expect(timer("1.00001")).toBe(60_001);
    expect(timer("1.3333333333333333")).toBe(80_000);
    expect(timer("0.1", true)).toBe(6_000);
    expect(create(base, { timer: new JsonNumber("2.5") }).timerMs).toBe(150_000);
    const text = "timer must be between 1 and 10080 minutes";
    for (const bad of ["0", "-5", "0.5", "10080.01", "1e9", "NaN", "x", "", " 5"]) {
      expect(problem(() => timer(encodeURIComponent(bad))).text, bad).toBe(text);
    }
    expect(problem(() => timer("0.09", true)).text).toBe(text);
    expect(problem(() => create(base, { timer: true })).text).toBe(text);
  });

  it("allows http webhooks and loopback in the sandbox only", () => {
    const query = (url: string) => `${base}&webhookUrl=${encodeURIComponent(url)}`;
    expect(create(query("http://127.0.0.1:4000/x"), {}, true).webhookUrl).toBe(
      "http://127.0.0.1:4000/x",
    );
    expect(problem(() => create(query("http://shop.example/"))).text).toBe(
      "webhookUrl must be an https URL",
    );
    for (const url of ["https://127.0.0.1/", "https://localhost/", "https://[::1]/"]) {
      expect(problem(() => create(query(url))).text).toBe(
        "webhookUrl must not point to a private address",
      );
    }
  });

  it("reports in the contract's order, whatever order the request has", () => {
    const first = (query: string, body?: Record<string, unknown>) =>
      problem(() => create(query, body)).text;
    expect(first("")).toBe("currencyType must be USDT-TRC20 or USDT-ERC20");
    expect(first("timer=x&amount=x&currencyType=x")).toBe(
      "currencyType must be USDT-TRC20 or USDT-ERC20",
    );
    expect(first("timer=x&amount=x&currencyType=USDT-TRC20")).toBe(
      "Amount must be a valid positive number",
    );
    expect(first(`${base}&timer=x&callbackUrl=x`)).toBe(
      "timer must be between 1 and 10080 minutes",
    );
    expect(first(`${base}&callbackUrl=x`, { email: [] })).toBe(
      "callbackUrl must be an http(s) URL",
    );
    expect(first(base, { email: [] })).toBe("Validation failed");
  });

  it("compares what is given twice by its meaning", () => {
    expect(create(base, { amount: new JsonNumber("50.0") }).amount).toBe(50_000_000n);
    expect(create(`${base}&timer=10`, { timer: new JsonNumber("10.0") }).timerMs).toBe(600_000);
    expect(create(`${base}&amount=50`).amount).toBe(50_000_000n);
    for (const refused of [
      () => create(base, { amount: "51" }),
      () => create(`${base}&amount=51`),
      () => parseCreateInvoice(raw(base, { email: "a" }, ["email"]), false),
    ]) {
      expect(problem(refused).text).toBe("Validation failed");
    }
  });

  it("looks at own keys only, and stores nothing that can't be stored", () => {
    const inherited = Object.create({ amount: "7" }) as Record<string, unknown>;
    expect(problem(() => create("currencyType=USDT-TRC20", inherited)).paths).toEqual(["amount"]);
    for (const text of ["a\0b", "\ud800", "x".repeat(2_001), 5, {}]) {
      expect(problem(() => create(base, { description: text })).paths).toEqual(["description"]);
    }
    expect(create(base, { description: null }).description).toBeNull();
  });
});

describe("the other invoice endpoints", () => {
  it("read a list's filters", () => {
    expect(parseList(raw(""))).toEqual({ page: 1, limit: 20 });
    expect(parseList(raw("page=3&limit=500&status=expired&search=+x+&type=deposit"))).toEqual({
      page: 3,
      limit: 100,
      status: "failed",
      search: "x",
      type: "deposit",
    });
    expect(parseList(raw("status=amount_confirmed")).status).toBe("amount confirmed");
    expect(parseList(raw("status=amount+confirmed")).status).toBe("amount confirmed");
    for (const query of ["page=0", "page=1e3", "limit=-1", "status=", "type=x", "cursor="]) {
      expect(problem(() => parseList(raw(query))).text, query).toBe("Validation failed");
    }
  });

  it("read days as whole days in UTC", () => {
    expect(readMoment("2026-03-01", false)?.toISOString()).toBe("2026-03-01T00:00:00.000Z");
    expect(readMoment("2026-03-01", true)?.toISOString()).toBe("2026-03-01T23:59:59.999Z");
    expect(readMoment("2026-03-01T10:00:00+02:00", true)?.toISOString()).toBe(
      "2026-03-01T08:00:00.000Z",
    );
    expect(readMoment("2026-03-01T10:00", false)?.toISOString()).toBe("2026-03-01T10:00:00.000Z");
    for (const text of [
      "2026-02-30",
      "2026-2-1",
      "tomorrow",
      "1",
      "",
      "2026-13-01",
      "2026-01-01T25:00Z",
    ]) {
      expect(readMoment(text, false), text).toBeNull();
    }
  });

  it("ask for what they need", () => {
    expect(parseVerify(raw("transactionId=x&type=payout"))).toEqual({
      transactionId: "x",
      type: "payout",
    });
    expect(problem(() => parseVerify(raw(""))).paths).toEqual(["transactionId"]);
    expect(problem(() => parseCancel(raw("", { transactionId: "x" }))).paths).toEqual(["type"]);
    expect(parseCancel(raw("", { transactionId: "x", type: "deposit" })).remarks).toBeNull();
  });
});
