import type { ClientTexts } from "./client-texts";
import { waitText } from "./time-text";

/** The part of the poll's answer that the script reads; the server renders everything else. */
export interface PollData {
  readonly state: string;
  readonly received: number;
  readonly blockchainTxHash: string | null;
  readonly confirmations: number;
  readonly walletAddress: string | null;
  readonly expiresAt: string;
  readonly now: string;
}

export interface PageHooks {
  /** Called after a newer <main> is in place. */
  changed(): void;
}

const SEEN = /^(detected|confirming)$/;
const OPEN = /^(waiting|partial)$/;
/** Parsed by itself: the newer page's style has a nonce of its own, which this page's policy reports. */
const MAIN = /<main[ >].*?<\/main>/s;

let known: ClientTexts | null = null;

/** What the script says, in the page's language. */
export function texts(): ClientTexts {
  known ??= JSON.parse(document.body.dataset.texts ?? "{}") as ClientTexts;
  return known;
}

export function main(): HTMLElement {
  const found = document.querySelector("main");
  if (!found) throw new Error("no main");
  return found;
}

export function isTerminal(): boolean {
  return main().dataset.terminal !== undefined;
}

/** Whether the address was taken off a page that could not be renewed; its notice stays. */
function isWithdrawn(): boolean {
  return main().dataset.withdrawn !== undefined;
}

/** Says it to screen readers. */
export function announce(text: string): void {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}

/** Shows a line above the payment. */
export function notice(text: string): void {
  const line = document.getElementById("notice");
  if (!line) return;
  delete line.dataset.failure;
  if (line.textContent === text) return;
  line.textContent = text;
  line.hidden = false;
  announce(text);
}

/** Says why the page could not be renewed, until it can. */
function sayFailure(text: string): void {
  notice(text);
  document.getElementById("notice")?.setAttribute("data-failure", "");
}

/** Takes the line away if it says that the page could not be renewed; any other word stays. */
export function forgetFailure(): void {
  const line = document.getElementById("notice");
  if (line?.dataset.failure === undefined) return;
  delete line.dataset.failure;
  line.textContent = "";
  line.hidden = true;
}

/** Brings the page up to what the poll answered. Throws when the newer page cannot be had. */
export async function showNews(data: PollData, hooks: PageHooks): Promise<void> {
  const seen = `${data.state} ${data.received} ${data.blockchainTxHash ?? ""} ${data.expiresAt}`;
  if (main().dataset.seen === seen) {
    showConfirmations(data.confirmations);
    return;
  }
  let newer: HTMLElement;
  try {
    newer = await fetchMain();
  } catch (error) {
    if (data.walletAddress === null) withdrawAddress(texts().changed);
    throw error;
  }
  // What was announced stays the mark, so that two spellings of one sum cannot reload the page for ever.
  if (newer.dataset.state === data.state) newer.dataset.seen = seen;
  swap(newer);
  hooks.changed();
}

/** The main part of the page at that address as the server draws it now. Throws when it cannot be had. */
export async function fetchMain(url = location.href): Promise<HTMLElement> {
  const response = await fetch(url, {
    cache: "no-store",
    headers: { accept: "text/html" },
    signal: AbortSignal.timeout(15_000),
  });
  if (!response.ok) throw new Error(`page ${response.status}`);
  const [text = ""] = MAIN.exec(await response.text()) ?? [];
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const newer = parsed.querySelector<HTMLElement>("main[data-state]");
  if (!newer) throw new Error("no page");
  return document.adoptNode(newer);
}

/** Nothing may be sent any more, and the page that says so cannot be had: at least show no address. */
function withdrawAddress(why: string): void {
  main().dataset.withdrawn = "";
  // What it shows is no page of the server's now: the next answer draws it anew.
  delete main().dataset.seen;
  for (const part of main().querySelectorAll(".to, .scan, .ask .copy, .timer")) part.remove();
  sayFailure(why);
}

/** Says why the page cannot be renewed. Past its time it asks for no money any more, whatever it does not know. */
export function showFailure(now: number, why: string | null): void {
  const { state = "", expires = "" } = main().dataset;
  if (isWithdrawn()) return;
  if (OPEN.test(state) && now > Date.parse(expires)) withdrawAddress(texts().over);
  else if (why !== null) sayFailure(why);
}

function swap(newer: HTMLElement): void {
  const old = main();
  const before = old.dataset.state ?? "";
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const name = focused instanceof HTMLElement ? focused.dataset.name : undefined;
  old.replaceWith(newer);
  announce(newer.dataset.say ?? "");
  if (SEEN.test(before) && OPEN.test(newer.dataset.state ?? "")) {
    notice(texts().vanished);
  }
  const heading = newer.querySelector<HTMLElement>("h1");
  if (isTerminal()) heading?.focus();
  else if (focused) {
    const same = name && newer.querySelector<HTMLElement>(`[data-name="${name}"]`);
    (same || heading)?.focus();
  }
}

function showConfirmations(seen: number): void {
  const box = main().querySelector<HTMLElement>(".confirmations");
  if (!box) return;
  const before = Number(box.dataset.seen);
  const required = Number(box.dataset.required);
  if (seen === before) return;
  box.dataset.seen = String(seen);
  const count = box.querySelector("[data-count]");
  const wait = box.querySelector<HTMLElement>("[data-wait]");
  if (count) count.textContent = String(seen);
  if (wait) {
    const { soon = "", about = "" } = wait.dataset;
    const block = Number(box.dataset.blockSeconds);
    wait.textContent = waitText(required - seen, block, { soon, about }, texts().locale);
  }
  box.querySelectorAll(".steps i").forEach((step, i) => {
    step.toggleAttribute("data-on", i < seen);
  });
  const quarter = (n: number) => Math.floor((4 * n) / required);
  if (quarter(seen) > quarter(before))
    announce((box.dataset.said ?? "").replace("{}", String(seen)));
}
