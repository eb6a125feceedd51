import { expect, type Page, test } from "@playwright/test";
import { complaintsOf, createInvoice, type Invoice, pageIn, reconcile, verify } from "./sandbox";

/** Names the panel's button in English. */
const BUTTONS = {
  exact: "Pay with test USDT",
  part: "A part",
  over: "Too much",
  two: "Two at once",
  reorganise: "Vanishes, comes back",
  late: "Too late",
  expire: "Let the time end",
} as const;

async function press(page: Page, scene: keyof typeof BUTTONS): Promise<void> {
  await page.getByRole("button", { name: BUTTONS[scene], exact: true }).click();
}

interface Told {
  readonly status: string;
  readonly late: boolean;
  readonly actualBalance: number;
  readonly payments: readonly {
    readonly amount: number;
    readonly late: boolean;
    readonly txHash: string;
    readonly blockNumber: number;
  }[];
}
const told = async ({ transactionId }: Invoice) => (await verify(transactionId)) as unknown as Told;

// A payment is final after eight blocks here, and a late one waits for the invoice's end first.
test.setTimeout(150_000);
const LONG = { timeout: 90_000 };

/** What the page's own polls were answered, as they come in. */
function pollsOf(page: Page): { readonly blockchainTxHash: string | null }[] {
  const polled: { blockchainTxHash: string | null }[] = [];
  page.on("response", async (response) => {
    if (!/\/public\/checkout\/\w+$/.test(response.url()) || response.status() !== 200) return;
    const { data } = (await response.json()) as { data: { blockchainTxHash: string | null } };
    polled.push(data);
  });
  return polled;
}

for (const currencyType of ["USDT-ERC20", "USDT-TRC20"] as const) {
  test.describe(`C-35: played on ${currencyType}`, () => {
    async function openPage(page: Page, amount = "50"): Promise<Invoice> {
      const invoice = await createInvoice({ currencyType, amount });
      await page.goto(invoice.url);
      await expect(pageIn(page, "waiting")).toBeVisible();
      return invoice;
    }

    test("exact, with the panel where nothing more is to be paid gone", async ({ page }) => {
      const complaints = complaintsOf(page);
      const invoice = await openPage(page);
      await press(page, "exact");
      await expect(pageIn(page, "detected", "confirming")).toBeVisible();
      await expect(page.locator(".play")).toHaveCount(0);
      await expect(pageIn(page, "paid")).toBeVisible(LONG);
      expect((await told(invoice)).payments.map(({ amount }) => amount)).toEqual([50]);
      expect(complaints).toEqual([]);
    });

    test("a part, then too much of the rest", async ({ page }) => {
      const complaints = complaintsOf(page);
      const invoice = await openPage(page);
      await press(page, "part");
      await expect(pageIn(page, "partial")).toBeVisible();
      await expect(page.locator("h1")).toHaveText("Send the remaining 20 USDT");
      await press(page, "over");
      await expect(pageIn(page, "overpaid")).toBeVisible(LONG);
      await expect(page.locator(".text").first()).toContainText(
        "You sent 2 USDT more than needed.",
      );
      expect((await told(invoice)).payments.map(({ amount }) => amount)).toEqual([30, 22]);
      expect(complaints).toEqual([]);
    });

    test("two at once", async ({ page }) => {
      const invoice = await openPage(page, "0.000003");
      await press(page, "two");
      await expect(pageIn(page, "paid")).toBeVisible(LONG);
      const { payments } = await told(invoice);
      expect(payments.map(({ amount }) => amount).sort()).toEqual([0.000001, 0.000002]);
      const [first = 0, second = 0] = payments.map(({ blockNumber }) => blockNumber);
      expect(Math.abs(first - second)).toBeLessThanOrEqual(1);
    });

    test("the time ends", async ({ page }) => {
      const complaints = complaintsOf(page);
      const invoice = await openPage(page);
      await press(page, "expire");
      await expect(pageIn(page, "checking", "expired")).toBeVisible();
      await expect(pageIn(page, "expired")).toBeVisible(LONG);
      await expect(page.locator("main")).not.toContainText(invoice.walletAddress);
      expect(await told(invoice)).toMatchObject({ status: "failed", payments: [] });
      expect(complaints).toEqual([]);
    });

    test("a part, and the time ends: what was seen in time stays in time", async ({ page }) => {
      const invoice = await openPage(page);
      await press(page, "part");
      await expect(pageIn(page, "partial")).toBeVisible();
      await press(page, "expire");
      await expect(pageIn(page, "expired_partial")).toBeVisible(LONG);
      const record = await told(invoice);
      expect(record).toMatchObject({ status: "failed", actualBalance: 30 });
      expect(record.payments.map(({ late }) => late)).toEqual([false]);
    });

    test("too late: the time ends first, then the sum comes", async ({ page }) => {
      const invoice = await openPage(page);
      await press(page, "late");
      await expect(pageIn(page, "expired")).toBeVisible(LONG);
      // A full sum is paid however late: the page goes on by itself, and its time line says so.
      await expect(pageIn(page, "paid", "late")).toBeVisible(LONG);
      await expect(page.locator(".timeline [data-tone=attention]")).toHaveCount(1);
      const record = await told(invoice);
      expect(record).toMatchObject({ status: "confirmed", late: true, actualBalance: 50 });
      expect(record.payments.map(({ late }) => late)).toEqual([true]);
    });

    test("seen, gone and seen again in a later block", async ({ page }) => {
      const complaints = complaintsOf(page);
      const polled = pollsOf(page);
      const invoice = await openPage(page);
      await press(page, "reorganise");
      await expect(pageIn(page, "detected", "confirming")).toBeVisible();
      await expect(pageIn(page, "waiting")).toBeVisible();
      await expect(page.locator("#notice")).toBeVisible();
      await expect(pageIn(page, "detected", "confirming")).toBeVisible();
      await expect(pageIn(page, "paid")).toBeVisible(LONG);
      const record = await told(invoice);
      expect(record.payments.map(({ amount }) => amount)).toEqual([50]);
      expect(record.late).toBe(false);
      // The same transaction was there, was not, and was there again.
      const hashes = polled.map(({ blockchainTxHash }) => blockchainTxHash);
      const first = hashes.findIndex((hash) => hash !== null);
      const gone = hashes.indexOf(null, first);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(gone).toBeGreaterThan(first);
      const [payment] = record.payments;
      expect(hashes[first]).toBe(payment?.txHash);
      expect(hashes.at(-1)).toBe(payment?.txHash);
      expect(complaints).toEqual([]);
    });
  });
}

test.describe("C-19, C-35: without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("each button is a plain form's", async ({ page }) => {
    const invoice = await createInvoice({ currencyType: "USDT-TRC20", amount: "50" });
    await page.goto(invoice.url);
    await press(page, "part");
    await expect(page).toHaveURL(invoice.url);
    await expect(pageIn(page, "partial")).toBeVisible();
    await press(page, "expire");
    await expect(page).toHaveURL(invoice.url);
    await expect(pageIn(page, "expired_partial")).toBeVisible(LONG);
  });
});

// Both workers end by it: the books are true whatever was played.
test.afterAll(async () => {
  await expect.poll(reconcile, LONG).toContain("The books are true.");
});
