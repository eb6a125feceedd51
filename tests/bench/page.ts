import { type Browser, chromium } from "@playwright/test";
import { type Figure, median, ratios } from "./figures";
import { addTransactions } from "./support/transactions";
import { type Sight, watchLoad } from "./support/watch-load";
import { startWeighty } from "./support/weighty-page";
import { withWorld } from "./support/world";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const CODE = "0".repeat(22);
/** On Ethereum the page has three QR codes, and is the heaviest. */
const ADDRESS = "0x52908400098527886E0F7030069857D2E4169EE7";

/**
 * P10b: what a payer's phone sees of the payment page, and of a page of BTCPay's weight in the same round: the largest
 * paint, the time in which the page cannot answer, and what moves.
 */
export function bench(): Promise<readonly Figure[]> {
  return withWorld(async ({ owner, merchant, startWeb }) => {
    await addTransactions(owner, merchant.id, 10, 0);
    await owner.sql`update invoices
      set code = ${CODE}, network = 'USDT-ERC20', wallet_address = ${ADDRESS}, status = 'initiated',
        created_at = now(), expires_at = now() + interval '1 h'
      where number = 1`;
    const web = await startWeb({ RATE_LIMIT_SCALE: "1000" });
    const weighty = await startWeighty();
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    try {
      return await compare(browser, `${web.origin}/s/${CODE}`, weighty.url);
    } finally {
      await browser.close();
      weighty.stop();
    }
  });
}

async function compare(browser: Browser, page: string, weighty: string) {
  await watchLoad(browser, page);
  const ours: Sight[] = [];
  const theirs: Sight[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const turns = [
      async () => void ours.push(await watchLoad(browser, page)),
      async () => void theirs.push(await watchLoad(browser, weighty)),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  const lcp = (sights: readonly Sight[]) => sights.map(({ lcpMs }) => lcpMs / 1_000);
  return figures(ours, ratios(lcp(ours), lcp(theirs)), median(lcp(theirs)));
}

function figures(
  ours: readonly Sight[],
  ratio: readonly number[],
  theirs: number,
): readonly Figure[] {
  const less = { id: "P10b", better: "less" } as const;
  return [
    {
      ...less,
      what: "s to the largest paint of the payment page, slow 4G, CPU ×4",
      values: ours.map(({ lcpMs }) => lcpMs / 1_000),
      floor: 1.8,
      target: 1,
    },
    {
      ...less,
      what: "ms in which it is blocked",
      values: ours.map(({ blockedMs }) => blockedMs),
      floor: 150,
      target: 20,
    },
    {
      ...less,
      what: "layout shift",
      values: ours.map(({ shift }) => shift),
      floor: 0.05,
      target: 0,
    },
    {
      ...less,
      what: `of the largest paint of a page of BTCPay's weight (${theirs.toFixed(2)} s)`,
      values: ratio,
      floor: 0.8,
      target: 0.5,
    },
  ];
}
