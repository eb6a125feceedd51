import { expect, type Locator, type Page } from "@playwright/test";

const PRESSES = 90;

/** Notes every pointer that goes down, on every page that is opened afterwards: see `expectNoPointer`. */
export async function watchPointers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const note = () => sessionStorage.setItem("pointer", "down");
    addEventListener("pointerdown", note, true);
    addEventListener("mousedown", note, true);
  });
}

export async function expectNoPointer(page: Page): Promise<void> {
  expect(await page.evaluate(() => sessionStorage.getItem("pointer"))).toBeNull();
}

/** Presses Tab, or Shift+Tab, until something has the focus, and sees that one sees it. */
export async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < PRESSES; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      return expectFocusSeen(target);
    }
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not get to ${target}`);
}

/** What has the focus is marked, and nothing lies over it (WCAG 2.4.7, 2.4.11). */
export async function expectFocusSeen(target: Locator): Promise<void> {
  await expect(target).toBeFocused();
  const seen = () =>
    target.evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { x, y, width, height } = element.getBoundingClientRect();
      const hit = document.elementFromPoint(x + width / 2, y + height / 2);
      return {
        marked: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
        onTop: hit !== null && (element.contains(hit) || hit.contains(element)),
      };
    });
  await expect.poll(seen).toEqual({ marked: true, onTop: true });
}

/** Types into a field that Tab leads to. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}

/** Presses a button or ticks a box that Tab leads to. */
export async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}
