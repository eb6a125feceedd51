import { main } from "./client-page";

const VERSION = 1;
let told = "";

/** Whether the page is shown inside another. */
export function isFramed(): boolean {
  return parent !== window;
}

/**
 * Tells the shop's page around the frame what it may know. Only an origin that the server let in is told anything
 * (data-embed), and the browser delivers to no other. Nothing that comes from outside is listened to.
 */
function post(message: Readonly<Record<string, unknown>>): void {
  const { embed } = document.body.dataset;
  if (embed && isFramed()) parent.postMessage({ tillgate: VERSION, ...message }, embed);
}

/** Tells the state when it is another one. */
export function tellState(): void {
  const { state = "" } = main().dataset;
  if (state !== told) post({ type: "state", state });
  told = state;
}

/** Tells the height whenever it changes, and that the payer wants to close. */
export function startEmbed(): void {
  if (!isFramed()) return;
  // Measured at the body: the document itself is never lower than the frame.
  const tellHeight = () => {
    const parts = Array.from(document.body.children, (part) => part.getBoundingClientRect().bottom);
    post({ type: "height", height: Math.ceil(Math.max(...parts) + scrollY) });
  };
  new ResizeObserver(tellHeight).observe(document.body);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) post({ type: "close" });
  });
}
