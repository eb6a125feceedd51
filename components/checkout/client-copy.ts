import { announce, texts } from "./client-page";

const SHOWN_MS = 2_000;

/** Makes every copy button of the page work, those of later pages too. */
export function startCopying(): void {
  document.addEventListener("click", (event) => {
    const button =
      event.target instanceof Element && event.target.closest<HTMLElement>("[data-copy]");
    if (button) void copy(button);
  });
}

async function copy(button: HTMLElement): Promise<void> {
  const done = await write(button.dataset.copy ?? "");
  const label = button.querySelector("span");
  if (!label || button.dataset.busy) {
    return;
  }
  const before = label.textContent;
  button.dataset.busy = done ? "done" : "failed";
  label.textContent = done ? texts().copied : texts().byHand;
  announce(done ? (button.dataset.done ?? "") : texts().copyFailed);
  setTimeout(() => {
    label.textContent = before;
    delete button.dataset.busy;
  }, SHOWN_MS);
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeTheOldWay(text);
  }
}

/** Pages over plain HTTP have no navigator.clipboard. */
function writeTheOldWay(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "vh";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
