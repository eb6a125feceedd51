import { isTerminal, main } from "./client-page";

/** Where a page's changes are told: the poll's address ends with the page's code. */
function eventsUrl(): string {
  return `/s/${main().dataset.poll?.split("/").pop()}/events`;
}

/**
 * Listens for changes beside the poll, so that they show at once; `changed` asks what they are. Only while somebody looks:
 * over HTTP/1.1 a browser has six connections to a host. Without it (refused, broken, no such thing) the poll is enough.
 */
export function startEvents(changed: () => void): () => void {
  let source: EventSource | null = null;
  let gone = false;
  const stop = () => {
    source?.close();
    source = null;
  };
  const follow = () => {
    if (document.hidden || gone || isTerminal()) stop();
    else if (source === null && typeof EventSource === "function") {
      source = new EventSource(eventsUrl());
      source.addEventListener("changed", changed);
    }
  };
  document.addEventListener("visibilitychange", follow);
  // An open connection keeps a page out of the back/forward cache.
  const leave = ({ type }: Event) => {
    gone = type === "pagehide";
    follow();
  };
  addEventListener("pagehide", leave);
  addEventListener("pageshow", leave);
  follow();
  return follow;
}
