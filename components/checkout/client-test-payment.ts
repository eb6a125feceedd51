import { announce, texts } from "./client-page";

const TIMEOUT_MS = 60_000;

/** Sends the sandbox's test payment without leaving the page; without the script it is an ordinary form. */
export function startTestPayment(paid: () => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.testPayment === undefined) return;
    event.preventDefault();
    void pay(form, paid);
  });
}

async function pay(form: HTMLFormElement, paid: () => void): Promise<void> {
  const button = form.querySelector("button");
  if (!button || button.disabled) return;
  const label = button.textContent;
  button.disabled = true;
  button.textContent = texts().sending;
  const sent = await send(form.action);
  // Once sent it stays shut: the page is drawn anew when the money is seen.
  button.disabled = sent;
  button.textContent = sent ? texts().sent : label;
  announce(sent ? texts().sent : texts().notSent);
  const hint = form.querySelector("p");
  if (hint && !sent) hint.textContent = texts().notSent;
  if (sent) paid();
}

async function send(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
}
