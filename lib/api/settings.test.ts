import { describe, expect, it } from "vitest";
import { AppError, units } from "@/lib/kit";
import { JsonNumber } from "./json-number";
import { parseSettings, type Settings, settingsAnswer, wireSettings } from "./settings";

const PNG = `data:image/png;base64,${Buffer.from("\x89PNG\r\n\x1a\n", "latin1").toString("base64")}`;
const n = (text: string) => new JsonNumber(text);
const parse = (body: Record<string, unknown>) =>
  parseSettings({ query: new URLSearchParams(), body, repeated: [] }, { sandbox: true });

function problemOf(body: Record<string, unknown>): AppError {
  try {
    parse(body);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("parseSettings", () => {
  it("reads every field, and only what is given", () => {
    expect(parse({})).toEqual({});
    expect(
      parse({
        autoWithdraw: true,
        maxAutoWithdrawAmount: "250.5",
        applyLimitsToApi: false,
        depositFeePayer: "user",
        withdrawalFeePayer: "merchant",
        underpaymentTolerance: n("0.5"),
        creditAt: "finality",
        requireSecret: true,
        ipAllowList: ["10.0.0.0/8", "2001:db8::1"],
        feeTiers: [
          { from: n("0"), rate: n("0.01") },
          { from: "1000", rate: n("1e-6") },
        ],
        keyDailyCap: null,
        webhookOnCancel: true,
        payerExtension: false,
        brandName: " Nordlys ",
        brandColor: "#7B2D8B",
        brandLogo: PNG,
        supportUrl: "https://shop.example/help?payment={invoiceNo}",
        checkoutNote: "Two\r\nlines",
        checkoutLanguage: "de",
        embedOrigins: ["https://shop.example", "http://localhost:8080", "https://shop.example"],
        unknown: 1,
      }),
    ).toEqual({
      autoWithdraw: true,
      maxAutoWithdrawAmount: 250_500_000n,
      applyLimitsToApi: false,
      depositFeePayer: "user",
      withdrawalFeePayer: "merchant",
      underpaymentTolerancePpm: 5_000,
      creditAt: "finality",
      requireSecret: true,
      ipAllowList: ["10.0.0.0/8", "2001:db8::1"],
      feeTiers: [
        { from: 0n, ratePpm: 10_000 },
        { from: 1_000_000_000n, ratePpm: 1 },
      ],
      keyDailyCap: null,
      webhookOnCancel: true,
      payerExtension: false,
      brandName: "Nordlys",
      brandColor: "#7b2d8b",
      brandLogo: PNG,
      supportUrl: "https://shop.example/help?payment={invoiceNo}",
      checkoutNote: "Two\nlines",
      checkoutLanguage: "de",
      embedOrigins: ["https://shop.example", "http://localhost:8080"],
    });
  });

  const tier = { from: n("0"), rate: n("0.01") };
  it.each<[string, unknown]>([
    ["autoWithdraw", "true"],
    ["autoWithdraw", null],
    ["maxAutoWithdrawAmount", n("-1")],
    ["maxAutoWithdrawAmount", n("1.0000001")],
    ["maxAutoWithdrawAmount", n("1000000001")],
    ["maxAutoWithdrawAmount", null],
    ["applyLimitsToApi", n("1")],
    ["depositFeePayer", "Merchant"],
    ["withdrawalFeePayer", null],
    ["underpaymentTolerance", n("10.0001")],
    ["underpaymentTolerance", n("-0.1")],
    ["underpaymentTolerance", n("1.00001")],
    ["underpaymentTolerance", null],
    ["creditAt", "sometime"],
    ["requireSecret", n("0")],
    ["ipAllowList", "10.0.0.1"],
    ["ipAllowList", ["10.0.0.1", "10.0.0.256"]],
    ["ipAllowList", ["10.0.0.0/33"]],
    ["ipAllowList", ["10.1"]],
    ["ipAllowList", ["::/129"]],
    ["ipAllowList", [n("1")]],
    ["feeTiers", []],
    ["feeTiers", null],
    ["feeTiers", [null]],
    ["feeTiers", [{ from: n("1"), rate: n("0.01") }]],
    ["feeTiers", [tier, tier]],
    ["feeTiers", [tier, { from: n("5"), rate: n("0.0000001") }]],
    ["feeTiers", [{ from: n("0"), rate: n("1.000001") }]],
    ["feeTiers", [{ from: n("0"), rate: n("0.01"), more: true }]],
    ["feeTiers", [{ from: n("0") }]],
    ["keyDailyCap", n("-5")],
    ["keyDailyCap", "none"],
    ["webhookOnCancel", "yes"],
    ["payerExtension", n("1")],
  ])("refuses %s = %j and names it", (name, value) => {
    const error = problemOf({ [name]: value });
    expect(error.code).toBe("validation_failed");
    expect(error.publicMessage).toBe("Validation failed");
    expect(error.details?.map((detail) => detail.path)).toEqual([name]);
  });
});

describe("wireSettings", () => {
  it("writes what parseSettings reads", () => {
    const settings: Settings = {
      autoWithdraw: false,
      maxAutoWithdrawAmount: units(100_000_001n),
      applyLimitsToApi: true,
      depositFeePayer: "merchant",
      withdrawalFeePayer: "user",
      underpaymentTolerancePpm: 12_345,
      creditAt: "sweep",
      requireSecret: false,
      ipAllowList: [],
      feeTiers: [
        { from: units(0n), ratePpm: 8_001 },
        { from: units(1n), ratePpm: 0 },
      ],
      keyDailyCap: units(0n),
      webhookOnCancel: false,
      payerExtension: true,
      brandName: null,
      brandColor: "#7b2d8b",
      brandLogo: PNG,
      supportUrl: "mailto:help@shop.example?subject={invoiceNo}",
      checkoutNote: null,
      checkoutLanguage: "ja",
      embedOrigins: ["https://shop.example"],
    };
    const wire = wireSettings(settings);
    expect(settingsAnswer.parse(wire)).toEqual(wire);
    expect(wire).toMatchObject({
      maxAutoWithdrawAmount: 100.000001,
      underpaymentTolerance: 1.2345,
      feeTiers: [
        { from: 0, rate: 0.008001 },
        { from: 0.000001, rate: 0 },
      ],
      keyDailyCap: 0,
    });
    const asBody = JSON.parse(
      JSON.stringify(wire),
      (_key, value: unknown, context?: { source?: string }) =>
        typeof value === "number" ? n(context?.source ?? String(value)) : value,
    ) as Record<string, unknown>;
    expect(parse(asBody)).toEqual(settings);
  });
});
