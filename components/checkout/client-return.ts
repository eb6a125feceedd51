import { isFramed } from "./client-embed";
import { announce, main } from "./client-page";

/**
 * Takes the payer back to the shop after five seconds that are shown, unless they stay. Once for each page. A page in a
 * frame takes nobody away by itself: there the link leads out of the frame when it is pressed.
 */
export function startReturn(): void {
  const link = main().querySelector<HTMLAnchorElement>("[data-return]");
  const line = main().querySelector<HTMLElement>("[data-countdown]");
  const shown = line?.querySelector("[data-seconds]");
  if (isFramed() && link) link.target = "_top";
  if (isFramed() || !link || !line || !shown || !/^https?:$/.test(link.protocol) || wasSentBefore())
    return;
  let left = Number(shown.textContent);
  line.hidden = false;
  announce(`${main().dataset.say ?? ""} ${line.dataset.said ?? ""}`);
  const timer = setInterval(() => {
    left -= 1;
    shown.textContent = String(left);
    if (left > 0) return;
    clearInterval(timer);
    line.hidden = true;
    rememberSent();
    location.assign(link.href);
  }, 1000);
  line.querySelector("[data-stay]")?.addEventListener("click", () => {
    clearInterval(timer);
    line.hidden = true;
    rememberSent();
    link.focus();
    announce(line.dataset.stays ?? "");
  });
}

/** Whoever comes back by the browser's button wants to stay. Storage may be forbidden: then each visit counts anew. */
function wasSentBefore(): boolean {
  try {
    return sessionStorage.getItem(location.pathname) !== null;
  } catch {
    return false;
  }
}

function rememberSent(): void {
  try {
    sessionStorage.setItem(location.pathname, "sent");
  } catch {}
}
