import { describe, expect, it } from "vitest";
import { readListFilter } from "./read-filter";

const read = (query: string, zone = "UTC") => readListFilter(new URLSearchParams(query), zone);

describe("D-04, D-07: the filter of an address", () => {
  it("is empty where nothing is asked", () => {
    expect(read("")).toEqual({});
    expect(read("type=&status=&q=+&min=&from=&webhook=")).toEqual({});
  });

  it("has lists, amounts, days, a user and a search", () => {
    expect(
      read(
        "type=deposit&type=payout&status=confirmed&network=USDT-TRC20&exception=late&min=0.5&max=12&userId=ann&webhook=failed&q=INV-1-0001",
      ),
    ).toEqual({
      types: ["deposit", "payout"],
      statuses: ["confirmed"],
      networks: ["USDT-TRC20"],
      exception: "late",
      amountFrom: 500_000n,
      amountTo: 12_000_000n,
      userId: "ann",
      webhookFailed: true,
      search: "INV-1-0001",
    });
  });

  it("has days of the zone, whole ones, also where the clock is put back or forward (D-14)", () => {
    expect(read("from=2026-11-01&to=2026-11-01", "America/New_York")).toEqual({
      fromDate: new Date("2026-11-01T04:00:00.000Z"),
      // 25 hours: the day on which summer time ends there.
      toDate: new Date("2026-11-02T04:59:59.999Z"),
    });
    expect(read("from=2026-03-29&to=2026-03-29", "Europe/Berlin")).toEqual({
      fromDate: new Date("2026-03-28T23:00:00.000Z"),
      toDate: new Date("2026-03-29T21:59:59.999Z"),
    });
  });

  it("tells by name what it does not know", () => {
    const problems = (query: string) => {
      try {
        read(query);
      } catch (error) {
        return (error as { details: { path: string }[] }).details.map(({ path }) => path);
      }
      return [];
    };
    expect(
      problems("type=x&status=y&network=BTC&exception=z&min=1.1234567&max=-1&from=2026-02-30&to=x"),
    ).toEqual(["to", "type", "status", "network", "exception", "min", "max", "from"]);
  });
});
