import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Money, moneyText, rateText, ShortText, When } from "./figures";

const words = (key: string, values?: object) => `${key} ${Object.values(values ?? {}).join()}`;

describe("U12: amounts as people read them", () => {
  it("are exact, in groups, with two places at least and no exponent", () => {
    expect(moneyText(1n, "en")).toBe("0.000001");
    expect(moneyText(0n, "en")).toBe("0.00");
    expect(moneyText(1_500_000n, "en")).toBe("1.50");
    expect(moneyText(1_234_567_890_000n, "en")).toBe("1,234,567.89");
    expect(moneyText(1_000_000_000_000_000_001n, "en")).toBe("1,000,000,000,000.000001");
    expect(moneyText(-500_000n, "en")).toBe("-0.50");
    expect(moneyText(-1_500_000n, "en")).toBe("-1.50");
  });

  it("have the separators of their language", () => {
    expect(moneyText(1_234_567_890_000n, "es")).toBe("1.234.567,89");
    expect([rateText(8_000, "es"), rateText(10_001, "en")]).toEqual(["0,8 %", "1.0001 %"]);
    expect(moneyText(1_234_567_890_000n, "ru").replace(/\s/g, "_")).toBe("1_234_567,89");
  });

  it("are a plain decimal to a program", () => {
    const html = renderToStaticMarkup(<Money units={1_234_500_000n} locale="es" />);
    expect(html).toContain('value="1234.5"');
    expect(renderToStaticMarkup(<Money units={null} locale="es" />)).toBe("—");
  });
});

describe("D-14: times", () => {
  it("stand in the person's zone, with UTC behind them", () => {
    const at = new Date("2026-11-22T23:30:00Z");
    const html = renderToStaticMarkup(<When at={at} locale="en" timeZone="Asia/Tokyo" />);
    expect(html).toContain("Nov 23, 2026");
    expect(html).toContain('dateTime="2026-11-22T23:30:00.000Z"');
    expect(html).toContain('title="2026-11-22 23:30:00 UTC"');
  });
});

describe("long texts of a chain", () => {
  it("show their ends, and are whole to readers of screens and to the copy button", () => {
    const value = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
    const html = renderToStaticMarkup(<ShortText value={value} what="address" words={words} />);
    expect(html).toContain("TJRabP…jpRTv8");
    expect(html).toContain(`<span class="sr-only">${value}</span>`);
    expect(html).toContain('aria-label="copy address"');
    expect(renderToStaticMarkup(<ShortText value="short" what="x" words={words} />)).toContain(
      '<span aria-hidden="true">short</span>',
    );
  });
});
