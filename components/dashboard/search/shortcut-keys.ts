/** The second key after "g", by place. */
export const GO_KEYS: Readonly<Record<string, string>> = {
  home: "h",
  transactions: "t",
  links: "l",
  wallets: "w",
  requests: "r",
  payouts: "p",
  recipients: "b",
  settings: "s",
  developers: "d",
  team: "m",
  audit: "a",
};

const STORED = "tillgate-shortcuts";

/** Whether somebody turned single keys off in this browser. */
export function areOff(): boolean {
  try {
    return localStorage.getItem(STORED) === "off";
  } catch {
    return false;
  }
}

export function turn(off: boolean): void {
  try {
    if (off) localStorage.setItem(STORED, "off");
    else localStorage.removeItem(STORED);
  } catch {
    // A browser that keeps nothing forgets this too.
  }
}

/** Whether keys are letters of a text just now. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Moves the focus to the next or previous row's link of the page's table. */
export function moveRow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>("main tbody tr")].flatMap(
    (row) => row.querySelector<HTMLElement>("a[href]") ?? [],
  );
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? (step === 1 ? 0 : links.length - 1) : at + step;
  links[next]?.focus();
}
