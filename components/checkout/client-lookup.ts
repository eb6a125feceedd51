import { fetchMain, main } from "./client-page";

const TIMEOUT_MS = 15_000;
const POLL_MS = 1_000;
const POLLS = 30;
const HASH = /^(0x)?[0-9a-f]{64}$/i;

interface Lookup {
  readonly id: string;
  readonly reason: string | null;
}

/** What the payer has before them; the page is drawn anew around it. */
let [shown, typed, saidIn]: [boolean, string, string | undefined] = [false, "", ""];
let answer: readonly Node[] = [];
/** The newest question: a slower, older one is not heard any more. */
let asked = 0;

/** Looks a payment up without leaving the page; without the script it is an ordinary form. */
export function startLookup(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.lookup === undefined) return;
    event.preventDefault();
    void ask(form);
  });
  document.addEventListener("input", () => {
    typed = field()?.value ?? typed;
  });
  const toggled = () => {
    shown = box()?.open ?? shown;
  };
  // It does not bubble.
  document.addEventListener("toggle", toggled, true);
  toggled();
}

/** Puts question and answer into a page that was drawn anew. */
export function keepLookup(): void {
  const [details, input] = [box(), field()];
  if (!details || !input) return;
  if (shown) details.open = true;
  if (typed && !input.value) input.value = typed;
  // Said of another state it may be wrong by now: a closed page asks nobody to pay.
  if (answer.length > 0 && saidIn === main().dataset.state) say(...answer);
}

const box = () => main().querySelector<HTMLDetailsElement>(".lookup");
const field = () => main().querySelector<HTMLInputElement>("[data-lookup] input");

/** Shows it in the live region of the form, which says it too. */
function say(...parts: readonly (Node | string)[]): void {
  const line = main().querySelector("[data-lookup] [data-answer]");
  line?.replaceChildren(...parts);
  answer = [...(line?.childNodes ?? [])];
  saidIn = main().dataset.state;
}

async function ask(form: HTMLFormElement): Promise<void> {
  const { busy = "", malformed = "", many = "", away = "" } = form.dataset;
  const hash = field()?.value.trim() ?? "";
  asked += 1;
  const mine = asked;
  const tell = (...parts: readonly (Node | string)[]) => {
    if (mine === asked) say(...parts);
  };
  if (!HASH.test(hash)) return tell(malformed);
  tell(busy);
  try {
    const response = await send(form.action, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify({ transactionHash: hash }),
    });
    if (response.status === 429) return tell(many);
    const id = await answered(form, await read(response));
    tell(...(await sentence(id)));
  } catch {
    tell(away);
  }
}

/** Waits until the question is answered. Throws when that takes too long. */
async function answered(form: HTMLFormElement, lookup: Lookup): Promise<string> {
  const url = new URL(form.action);
  url.pathname += `/${lookup.id}`;
  let { reason } = lookup;
  for (let polls = 0; reason === null; polls += 1) {
    if (polls === POLLS) throw new Error("unanswered");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    ({ reason } = await read(await send(url.href, {})));
  }
  return lookup.id;
}

/** The server's sentence, in the page's language. */
async function sentence(id: string): Promise<readonly Node[]> {
  const url = new URL(location.href);
  url.searchParams.set("lookup", id);
  const line = (await fetchMain(url.href)).querySelector("[data-answer]");
  if (!line) throw new Error("no answer");
  return [...line.childNodes];
}

async function read(response: Response): Promise<Lookup> {
  if (!response.ok) throw new Error(`lookup ${response.status}`);
  return ((await response.json()) as { data: Lookup }).data;
}

function send(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS), ...init });
}
