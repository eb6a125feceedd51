import { announce, main, notice } from "./client-page";

const TIMEOUT_MS = 30_000;

/** Shows "I need more time" when little of it is left. */
export function offerMoreTime(leftMs: number): void {
  const form = main().querySelector<HTMLElement>("[data-more]");
  if (!form?.hidden || leftMs > Number(form.dataset.more)) return;
  form.hidden = false;
  announce(form.querySelector("p")?.textContent ?? "");
}

/** Asks for more time without leaving the page; without the script it is an ordinary form. */
export function startMoreTime(given: () => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.more === undefined) return;
    event.preventDefault();
    void ask(form, given);
  });
}

async function ask(form: HTMLFormElement, given: () => void): Promise<void> {
  const button = form.querySelector("button");
  if (!button || button.ariaDisabled) return;
  // Not `disabled`: it would lose the focus, and the reader their place.
  button.ariaDisabled = "true";
  const { said = "", failed = "" } = form.dataset;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) announce(said);
    // Only the server's own word is a refusal: it is too late, and stays so.
    else if (response.status === 400) notice(failed);
    else button.ariaDisabled = null;
  } catch {
    button.ariaDisabled = null;
  }
  given();
}
