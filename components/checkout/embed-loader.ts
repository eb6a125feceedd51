/** `/embed.js`: shows a payment page in a dialog over a shop's page. docs/embedding.md describes it to shops. */

const VERSION = 1;
const CODE = /^[0-9A-Za-z]{22}$/;

interface Options {
  onState?(state: string): void;
  onClose?(): void;
  /** The dialog's name for screen readers. */
  title?: string;
  /** The same of the button that closes it. */
  closeTitle?: string;
}

interface Message {
  readonly tillgate?: unknown;
  readonly type?: unknown;
  readonly state?: unknown;
  readonly height?: unknown;
}

const script = document.currentScript as HTMLScriptElement | null;
const home = new URL(script?.src ?? location.href).origin;
let closeLast: () => void = () => undefined;

/** Opens the page of that code; one that is open is closed first. Throws TypeError for what is no code. */
function open(code: string, options: Options = {}): { close(): void } {
  if (!CODE.test(code)) throw new TypeError("Tillgate: not the code of a payment page");
  closeLast();
  const dialog = document.createElement("dialog");
  const button = document.createElement("button");
  const frame = document.createElement("iframe");
  dialog.setAttribute("aria-label", options.title ?? "Payment");
  // By CSSOM: a shop's policy may forbid style elements and attributes.
  dialog.style.cssText =
    "padding:0;border:0;border-radius:14px;inline-size:58rem;max-inline-size:100%;max-block-size:100%;overflow:hidden;background:Canvas;color:CanvasText;box-shadow:0 0 0 100vmax #0009";
  button.type = "button";
  button.textContent = "\u2715";
  button.setAttribute("aria-label", options.closeTitle ?? "Close");
  button.style.cssText =
    "display:block;margin-inline-start:auto;inline-size:44px;block-size:44px;border:0;background:none;color:inherit;font:inherit;cursor:pointer";
  frame.title = options.title ?? "Payment";
  frame.allow = "clipboard-write";
  frame.referrerPolicy = "no-referrer";
  frame.style.cssText = "display:block;border:0;inline-size:100%;block-size:calc(100dvh - 44px)";
  frame.src = `${home}/s/${code}?embed=1&origin=${encodeURIComponent(location.origin)}`;
  const hear = ({ origin, source, data }: MessageEvent<Message | null>) => {
    // Of our own origin, out of this very frame, in a version that is known.
    if (origin !== home || source !== frame.contentWindow || data?.tillgate !== VERSION) return;
    const { type, state, height } = data;
    if (type === "close") dialog.close();
    if (type === "height" && Number.isFinite(height)) {
      frame.style.blockSize = `min(${Number(height)}px, 100dvh - 44px)`;
    }
    if (type === "state" && typeof state === "string") {
      options.onState?.(state);
      document.dispatchEvent(new CustomEvent("tillgate", { detail: { code, state } }));
    }
  };
  addEventListener("message", hear);
  const close = () => dialog.close();
  closeLast = close;
  button.onclick = close;
  dialog.onclose = () => {
    removeEventListener("message", hear);
    dialog.remove();
    options.onClose?.();
  };
  dialog.append(button, frame);
  document.body.append(dialog);
  // Escape and keeping the focus inside are the dialog's own.
  dialog.showModal();
  return { close };
}

Object.assign(window, { Tillgate: { open } });

const { checkout } = script?.dataset ?? {};
if (checkout) {
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => open(checkout));
  } else open(checkout);
}
