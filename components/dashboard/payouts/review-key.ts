const PREFIX = "tillgate payout ";
const PARAMETER = "review";

/**
 * The name of a payout under which it is made once. It stands in the address and is kept by the browser for as long as
 * the tab: whoever comes back to a review and sends it again, asks for the same payout (U10). Other facts are another one.
 */
export function reviewKey(facts: string): string {
  const url = new URL(location.href);
  const known = url.searchParams.get(PARAMETER);
  if (known !== null && sessionStorage.getItem(PREFIX + known) === facts) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  sessionStorage.setItem(PREFIX + key, facts);
  url.searchParams.set(PARAMETER, key);
  history.replaceState(history.state, "", url);
  return key;
}

/** What was reviewed at this address before; null: nothing that is known. */
export function reviewedFacts(): string | null {
  const known = new URL(location.href).searchParams.get(PARAMETER);
  return known === null ? null : sessionStorage.getItem(PREFIX + known);
}
