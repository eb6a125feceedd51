import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bundleCheckoutScript } from "@/scripts/build-checkout.mjs";
import { CHECKOUT_SCRIPT } from "./client.generated";
import { ServerClock } from "./client-clock";
import { pollDelay } from "./client-poll";
import { countdownText, waitText } from "./time-text";

it("the committed script is what client.ts builds to (node scripts/build-checkout.mjs)", async () => {
  expect(CHECKOUT_SCRIPT).toBe(await bundleCheckoutScript());
});

describe("countdownText", () => {
  it.each([
    [581_000, "9:41"],
    [580_001, "9:41"],
    [1, "0:01"],
    [0, "0:00"],
    [-5_000, "0:00"],
    [3_723_000, "1:02:03"],
    [183_845_000, "2 days 03:04:05"],
  ])("%d ms is %s", (ms, text) => {
    expect(countdownText(ms, "en")).toBe(text);
  });

  it("counts days in the page's language", () => {
    expect(countdownText(183_845_000, "ru-u-nu-latn")).toBe("2 дня 03:04:05");
    expect(countdownText(86_400_000, "ar-u-nu-latn")).toMatch(/^يوم/);
  });
});

it("estimates what confirmations take", () => {
  const texts = { soon: "less than a minute left", about: "about {} left" };
  expect(waitText(12, 3, texts, "en")).toBe("less than a minute left");
  expect(waitText(12, 12, texts, "en")).toBe("about 3 minutes left");
  expect(waitText(-1, 12, texts, "en")).toBe("less than a minute left");
});

describe("ServerClock", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([-3_600_000, -600_000, 0, 600_000, 3_600_000])(
    "ignores a device that is %d ms off",
    (skew) => {
      const server = Date.parse("2026-11-21T12:00:00.000Z");
      vi.setSystemTime(server + skew);
      const clock = new ServerClock("2026-11-21T12:00:00.000Z");
      vi.advanceTimersByTime(20 * 60_000);
      expect(clock.now()).toBe(server + 20 * 60_000);
    },
  );

  it("is set right by a poll, and by the Date header only when it is clearly off", () => {
    vi.setSystemTime("2026-11-21T12:00:00.400Z");
    const clock = new ServerClock("2026-11-21T12:00:00.400Z");
    clock.setRoughly("Sat, 21 Nov 2026 12:00:00 GMT");
    expect(clock.now()).toBe(Date.parse("2026-11-21T12:00:00.400Z"));
    vi.setSystemTime("2026-11-21T13:00:00.000Z");
    clock.setRoughly("Sat, 21 Nov 2026 12:00:10 GMT");
    expect(clock.now()).toBe(Date.parse("2026-11-21T12:00:10.000Z"));
    clock.set("2026-11-21T12:00:11.500Z");
    clock.setRoughly(null);
    clock.set("nonsense");
    expect(clock.now()).toBe(Date.parse("2026-11-21T12:00:11.500Z"));
  });
});

describe("pollDelay", () => {
  const calm = {
    visible: true,
    failures: 0,
    retryAfter: 0,
    eager: false,
    random: 0.5,
  };

  it("is the page's own when seen, 30 s when hidden, 1 s after test money was sent", () => {
    expect(pollDelay(calm)).toBe(5_000);
    expect(pollDelay({ ...calm, visible: false })).toBe(30_000);
    expect(pollDelay({ ...calm, eager: true })).toBe(1_000);
  });

  it("doubles after each failure, with jitter, up to a minute", () => {
    const delays = [1, 2, 3, 4, 5, 50].map((failures) => pollDelay({ ...calm, failures }));
    expect(delays).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    expect(pollDelay({ ...calm, failures: 1, random: 0 })).toBe(3_750);
    expect(pollDelay({ ...calm, failures: 1, random: 1 })).toBe(6_250);
    expect(pollDelay({ ...calm, failures: 9, random: 1 })).toBe(60_000);
  });

  it("waits as long as the server asks, and no longer than a minute", () => {
    expect(pollDelay({ ...calm, failures: 1, retryAfter: 20, random: 0 })).toBe(20_000);
    expect(pollDelay({ ...calm, failures: 1, retryAfter: 900 })).toBe(60_000);
  });
});
