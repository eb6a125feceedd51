import type { Route } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { ETHEREUM_ADDRESS, modelOf, TRON_ADDRESS } from "@/components/checkout/test-models";
import {
  context,
  LEFT_MS,
  listen,
  NOW,
  open,
  openContext,
  PAGE,
  page,
  polledUntil,
  pollOf,
  SHOP,
  setUpBrowser,
} from "../support/checkout-browser";

setUpBrowser();

describe("C-01, C-02: copying, where a page has no clipboard of its own", () => {
  /** What an execCommand puts on the clipboard. */
  const watchCopies = () =>
    page.evaluate(() => {
      const copies: string[] = [];
      Object.assign(window, { copies });
      document.addEventListener("copy", () => {
        const area = document.activeElement;
        copies.push(
          area instanceof HTMLTextAreaElement ? area.value : String(document.getSelection()),
        );
      });
    });

  it("the plain value, said in the button and aloud, and the focus stays", async () => {
    await open(modelOf("waiting", { amount: 12345.678901, remaining: 12345.678901 }));
    expect(await page.evaluate(() => navigator.clipboard === undefined)).toBe(true);
    const said = await listen();
    await watchCopies();
    for (const [name, label, aloud] of [
      ["amount", "Copy amount", "Amount copied: 12345.678901. Send USDT on TRON (TRC20)."],
      ["address", "Copy TRC20 address", "Address copied. Send USDT on TRON (TRC20)."],
    ] as const) {
      const button = page.locator(`[data-name=${name}]`);
      await button.click();
      expect(await button.textContent()).toBe("Copied");
      expect((await said()).at(-1)).toBe(aloud);
      expect(await button.evaluate((el) => el === document.activeElement)).toBe(true);
      await page.clock.runFor(2_000);
      expect(await button.textContent()).toBe(label);
    }
    expect(await page.evaluate("window.copies")).toEqual(["12345.678901", TRON_ADDRESS]);
  });

  it("says so when nothing can be copied, and what can be done", async () => {
    await open(modelOf("waiting"));
    const said = await listen();
    await page.evaluate(() => {
      document.execCommand = () => false;
    });
    await page.locator("[data-name=address]").click();
    expect(await page.locator("[data-name=address]").textContent()).toBe(
      "Select and copy it by hand",
    );
    expect(await said()).toEqual(["Copying did not work"]);
  });

  it("by hand: the address selected is the address, without its gaps", async () => {
    await open(modelOf("waiting"));
    const selected = await page.locator("[data-address]").evaluate((el) => {
      document.getSelection()?.selectAllChildren(el);
      return String(document.getSelection());
    });
    expect(selected).toBe(TRON_ADDRESS);
  });

  it("a finger finds the buttons, on the narrowest phone too", async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open(modelOf("waiting"));
    for (const name of ["amount", "address"]) {
      const box = await page.locator(`[data-name=${name}]`).boundingBox();
      expect(box?.height, name).toBeGreaterThanOrEqual(44);
      expect(box?.width, name).toBeGreaterThanOrEqual(44);
    }
  });
});

describe("C-06, C-07: the time that is left", () => {
  /** Beside what it says of a server that is away. */
  const left = (said: readonly string[]) => said.filter((text) => text.endsWith("left"));

  it.each([-600_000, 0, 600_000])(
    "is the server's on a device that is %d ms off, and is said at five minutes, one and thirty seconds",
    async (skew) => {
      await open(modelOf("waiting"), { deviceTime: NOW + skew });
      const said = await listen();
      const timer = page.getByRole("timer");
      expect(await timer.textContent()).toBe("9:41");
      expect(await page.title()).toBe("9:41 · Pay 50 USDT");
      await page.clock.runFor(LEFT_MS - 300_000 - 1_000);
      expect(left(await said())).toEqual([]);
      expect(await timer.textContent()).toBe("5:01");
      await page.clock.runFor(300_000 - 10_000);
      expect(await timer.textContent()).toBe("0:11");
      expect(left(await said())).toEqual(["5 minutes left", "1 minute left", "30 seconds left"]);
    },
  );

  it("is right after a sleep, and nothing is said of what passed meanwhile", async () => {
    await open(modelOf("waiting"));
    const said = await listen();
    await page.clock.fastForward(LEFT_MS - 100_000);
    await page.clock.runFor(1_000);
    expect(await page.getByRole("timer").textContent()).toMatch(/^1:(39|40)$/);
    expect(left(await said())).toEqual([]);
  });
});

describe("C-22: news", () => {
  it("an end is put before the reader: focus, title, and said once", async () => {
    const server = await open(modelOf("waiting"));
    expect(await page.locator("#status").textContent()).toBe("");
    const said = await listen();
    const paid = modelOf("paid");
    Object.assign(server, { model: paid, poll: pollOf(paid) });
    await polledUntil('main[data-state="paid"]');
    expect(await page.locator("h1").evaluate((el) => el === document.activeElement)).toBe(true);
    expect(await said()).toEqual(["Paid. Nordlys Teahouse has your payment of 50 USDT."]);
    expect(await page.title()).toBe("✓ Paid");
    expect(await page.locator("[data-address], .qr, [data-name=amount]").count()).toBe(0);
  });

  it("C-38: an end whose page can't be had takes the address away all the same", async () => {
    const server = await open(modelOf("waiting"));
    Object.assign(server, { model: null, poll: pollOf(modelOf("cancelled")) });
    await polledUntil("main[data-withdrawn]");
    expect(await page.locator("[data-address], .qr, [data-copy]").count()).toBe(0);
    expect(await page.locator("body").textContent()).not.toContain(TRON_ADDRESS);
    expect(await page.locator("#notice").textContent()).toContain("Please do not send anything");
    // And shows what became of it once it can.
    server.model = modelOf("cancelled");
    await polledUntil('main[data-state="cancelled"]');
  });

  it("C-33, C-38: a time that ends while nobody can be asked asks for no money any more", async () => {
    const server = await open(modelOf("waiting"));
    server.model = null;
    await context.setOffline(true);
    await page.clock.runFor(LEFT_MS - 5_000);
    expect(await page.locator("[data-address]").textContent()).toBe(TRON_ADDRESS);
    expect(await page.locator("#notice").textContent()).toContain("What you see here stays valid");
    await polledUntil("main[data-withdrawn]");
    expect(await page.locator("[data-address], .qr, [data-copy]").count()).toBe(0);
    expect(await page.locator("#notice").textContent()).toBe(
      "If you have already paid, it will be found. If not, please do not send anything now.",
    );
    await context.setOffline(false);
    const checking = modelOf("checking");
    Object.assign(server, { model: checking, poll: pollOf(checking) });
    await polledUntil('main[data-state="checking"]:not([data-withdrawn])');
    expect(await page.locator("#notice").isHidden()).toBe(true);
  });

  it("C-33: the network goes while an answer is on its way: it is asked anew, and the page says so", async () => {
    const model = modelOf("waiting");
    const server = await open(model, { poll: pollOf(model) });
    const isPoll = (url: URL) => !url.href.startsWith(PAGE);
    const held = new Promise<Route>((resolve) => page.route(isPoll, resolve, { times: 1 }));
    await page.clock.runFor(6_000);
    const onItsWay = await held;
    await context.setOffline(true);
    server.poll = null;
    const again = page.waitForResponse(
      (response) => isPoll(new URL(response.url())) && !response.ok(),
    );
    await onItsWay.fulfill({ json: { data: pollOf(model) } });
    await again;
    await expect.poll(() => page.locator("#notice").textContent()).toContain("You are offline.");
    expect(await page.locator("#notice").isVisible()).toBe(true);
  });

  it("a payment that vanishes: back to waiting, and the payer is told", async () => {
    const server = await open(modelOf("confirming"));
    const waiting = modelOf("waiting");
    Object.assign(server, { model: waiting, poll: pollOf(waiting) });
    await polledUntil('main[data-state="waiting"]');
    expect(await page.locator("#notice").textContent()).toContain("Keep its transaction hash");
    expect(await page.locator("[data-address]").textContent()).toBe(TRON_ADDRESS);
  });
});

describe("C-08: more time", () => {
  const EXTEND = "**/extend";
  const little = () => modelOf("waiting", {}, {}, { moreMinutes: 10 });
  const button = () => page.getByRole("button", { name: "I need more time" });

  it("is offered in the last two minutes and not before, and what is given is said", async () => {
    const server = await open(little());
    const more = modelOf("waiting", { expiresAt: "2026-11-21T12:19:41.000Z" });
    await page.route(EXTEND, (route) => {
      Object.assign(server, {
        model: more,
        poll: { ...pollOf(more), walletAddress: TRON_ADDRESS },
      });
      return route.fulfill({ json: {} });
    });
    await page.clock.runFor(LEFT_MS - 122_000);
    expect(await button().isHidden()).toBe(true);
    await page.clock.runFor(2_000);
    expect(await button().isVisible()).toBe(true);
    const said = await listen();
    await button().click();
    await polledUntil('main[data-expires="2026-11-21T12:19:41.000Z"]');
    expect(await said()).toContain("You have more time now. Amount and address are the same.");
    expect(await button().count()).toBe(0);
    expect(await page.locator("[data-address]").textContent()).toBe(TRON_ADDRESS);
  });

  it("is refused in words when it is too late", async () => {
    // Its polls find nothing new, and have no word on the time.
    const poll = { ...pollOf(little()), walletAddress: TRON_ADDRESS, now: "" };
    await open(little(), { poll });
    await page.route(EXTEND, (route) => route.fulfill({ status: 400, json: {} }));
    await page.clock.runFor(LEFT_MS - 60_000);
    await button().click();
    await expect
      .poll(() => page.locator("#notice").textContent(), { timeout: 30_000 })
      .toBe("More time can no longer be given.");
  });

  it("is refused for good: a poll that fails and one that comes back leave the word there", async () => {
    const poll = { ...pollOf(little()), walletAddress: TRON_ADDRESS, now: "" };
    const server = await open(little(), { poll });
    await page.route(EXTEND, (route) => route.fulfill({ status: 400, json: {} }));
    await page.clock.runFor(LEFT_MS - 100_000);
    await button().click();
    const word = () => page.locator("#notice").textContent();
    await expect.poll(word, { timeout: 30_000 }).toBe("More time can no longer be given.");
    const answers: number[] = [];
    page.on("response", (response) => answers.push(response.status()));
    const until = (status: number) =>
      expect
        .poll(
          async () => {
            await page.clock.runFor(1_000);
            return answers.includes(status);
          },
          { timeout: 30_000, interval: 20 },
        )
        .toBe(true);
    server.poll = null;
    await until(503);
    server.poll = poll;
    answers.length = 0;
    await until(200);
    expect(await word()).toBe("More time can no longer be given.");
  });
});

describe("C-24, C-25: on a phone", () => {
  const request = { currencyType: "USDT-ERC20", walletAddress: ETHEREUM_ADDRESS } as const;

  it("the wallet comes first, the code when another device pays, in one column", async () => {
    await context.close();
    const viewport = { width: 320, height: 640 };
    await openContext({ hasTouch: true, isMobile: true, viewport });
    await open(modelOf("waiting", request));
    const wallet = page.getByRole("link", { name: "Open wallet" });
    const code = page.locator(".qr").first();
    expect(await wallet.getAttribute("href")).toContain(
      `address=${ETHEREUM_ADDRESS}&uint256=50000000`,
    );
    expect((await wallet.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    expect(await code.isVisible()).toBe(false);
    await page.getByText("Paying from another device?").tap();
    expect(await code.isVisible()).toBe(true);
    const [above, below] = [await wallet.boundingBox(), await code.boundingBox()];
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
    // Whoever holds the phone needs no code that opens the page on a phone.
    expect(await page.locator(".phone").isVisible()).toBe(false);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(tooWide).toBeLessThanOrEqual(0);
  });

  it("at a desk there is the code, and no wallet to open", async () => {
    await open(modelOf("waiting", request));
    expect(await page.locator(".qr").first().isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: "Open wallet" }).isVisible()).toBe(false);
    expect(await page.getByText("Continue on your phone").isVisible()).toBe(true);
  });
});

describe("C-16: after the payment", () => {
  const paid = () => modelOf("paid", { callbackUrl: `${SHOP}?status=confirmed` });

  it("five seconds are counted aloud and before the eyes, then the shop is there", async () => {
    await open(paid());
    const seconds = page.locator("[data-seconds]");
    const shown: (string | null)[] = [await seconds.textContent()];
    for (let passed = 1; passed <= 4; passed += 1) {
      await page.clock.runFor(1_000);
      shown.push(await seconds.textContent());
    }
    expect(shown).toEqual(["5", "4", "3", "2", "1"]);
    expect(page.url()).toBe(PAGE);
    await Promise.all([page.waitForURL(`${SHOP}?status=confirmed`), page.clock.runFor(1_000)]);
  });

  it("who wants to stay stays, also when the page is loaded again", async () => {
    await open(paid());
    const said = await listen();
    await page.clock.runFor(2_000);
    await page.getByRole("button", { name: "Stay here" }).click();
    expect(await said()).toEqual(["You stay on this page."]);
    expect(await page.getByRole("link", { name: "Return to" }).evaluate(isFocused)).toBe(true);
    await page.clock.runFor(20_000);
    expect(page.url()).toBe(PAGE);
    await page.reload();
    expect(await page.locator("[data-countdown]").isHidden()).toBe(true);
    await page.clock.runFor(20_000);
    expect(page.url()).toBe(PAGE);
  });

  it("times are the reader's own, and UTC for who hovers", async () => {
    await open(paid());
    const times = await page
      .locator(".timeline time")
      .evaluateAll((all: HTMLTimeElement[]) => all.map((el) => [el.textContent, el.title]));
    expect(times.at(-1)).toEqual(["21:00", "2026-11-21 12:00 UTC"]);
    expect(times).toHaveLength(3);
  });
});

const isFocused = (element: Element) => element === document.activeElement;
