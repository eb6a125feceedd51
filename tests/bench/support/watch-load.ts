import type { Browser } from "@playwright/test";

/** How a page came up before somebody's eyes. */
export interface Sight {
  /** Until the largest piece of it was painted. */
  readonly lcpMs: number;
  /** What long tasks took beyond 50 ms each, after the first paint. */
  readonly blockedMs: number;
  /** The sum of its layout shifts. */
  readonly shift: number;
}

/**
 * Lighthouse's slow 4G: 150 ms there and back, 1.6 Mbit/s. Chromium delays whole requests and knows no connections that
 * are made first, so Lighthouse has it wait 3.75 times as long at nine tenths of the rate; so does this.
 */
const NETWORK = {
  offline: false,
  latency: 150 * 3.75,
  downloadThroughput: (1.6 * 0.9 * 1024 * 1024) / 8,
  uploadThroughput: (0.75 * 0.9 * 1024 * 1024) / 8,
};
const CPU_TIMES_SLOWER = 4;
/** Lighthouse's phone. */
const PHONE = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
} as const;
/** For so long after it is loaded a page is still watched. */
const QUIET_MS = 2_000;

/** Runs in the page before anything of its own; as text, since tsx puts a helper of its own into functions. */
const WATCH = `
const seen = {};
for (const type of ["largest-contentful-paint", "layout-shift", "longtask", "paint"]) {
  seen[type] = [];
  new PerformanceObserver((list) => seen[type].push(...list.getEntries())).observe({ type, buffered: true });
}
window.sight = () => {
  const first = seen.paint.find(({ name }) => name === "first-contentful-paint")?.startTime ?? 0;
  return {
    lcpMs: seen["largest-contentful-paint"].at(-1)?.startTime ?? 0,
    blockedMs: seen.longtask
      .filter(({ startTime, duration }) => startTime + duration > first)
      .reduce((sum, { duration }) => sum + duration - 50, 0),
    shift: seen["layout-shift"].reduce((sum, { value }) => sum + value, 0),
  };
};`;

/** Loads the page on a slow phone over a slow network, with nothing kept from before. */
export async function watchLoad(browser: Browser, url: string): Promise<Sight> {
  const context = await browser.newContext(PHONE);
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", NETWORK);
    await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_TIMES_SLOWER });
    const response = await page.goto(url, { waitUntil: "load" });
    if (response?.status() !== 200) throw new Error(`${url} answered ${response?.status()}`);
    await page.waitForTimeout(QUIET_MS);
    const sight = await page.evaluate<Sight>("window.sight()");
    if (sight.lcpMs === 0) throw new Error(`nothing was painted of ${url}`);
    return sight;
  } finally {
    await context.close();
  }
}
