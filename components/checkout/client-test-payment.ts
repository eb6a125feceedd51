import { announce, texts } from "./client-page";

const TIMEOUT_MS = 60_000;

/** Plays a scene of the sandbox without leaving the page; without the script its buttons are of an ordinary form. */
export function startTestPayment(asked: () => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.testPayment === undefined) return;
    event.preventDefault();
    const button = event.submitter ?? form.querySelector("button");
    if (button instanceof HTMLButtonElement) void play(form, button, asked);
  });
}

async function play(
  form: HTMLFormElement,
  button: HTMLButtonElement,
  asked: () => void,
): Promise<void> {
  const panel = form.closest(".play");
  const buttons = panel?.querySelectorAll("button") ?? [];
  if (button.disabled) return;
  const label = button.textContent;
  const shut = (is: boolean) => {
    for (const each of buttons) each.disabled = is;
  };
  shut(true);
  button.textContent = texts().sending;
  const sent = await send(form.action, button.value);
  // Once sent they stay shut: the page is drawn anew when something is seen of it.
  shut(sent);
  button.textContent = sent ? texts().sent : label;
  announce(sent ? texts().sent : texts().notSent);
  const hint = panel?.querySelector("p");
  if (hint && !sent) hint.textContent = texts().notSent;
  if (sent) asked();
}

async function send(url: string, scene: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        accept: "application/json",
        ...(scene ? { "content-type": "application/json" } : {}),
      },
      body: scene ? JSON.stringify({ scene }) : null,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
}
