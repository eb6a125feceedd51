import { CUT } from "./call-row";
import { MASK } from "./mask";

/** What a call is done again from. */
export interface CurlFacts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly requestBody: string | null;
  readonly withSecret: boolean;
  readonly withIdempotencyKey: boolean;
}

/** The names of the shell's variables that stand for what the log does not keep. */
export const VARIABLES = ["API_KEY", "API_SECRET", "IDEMPOTENCY_KEY"] as const;

/**
 * The command of a shell that does a call again: what is secret is taken from the shell's variables API_KEY, API_SECRET and
 * IDEMPOTENCY_KEY. `exact` is false where something was masked or cut and has to be filled in.
 */
export function asCurl(
  call: CurlFacts,
  origin: string,
): { readonly command: string; readonly exact: boolean } {
  const { method, path, query, requestBody: body } = call;
  const url = `${origin}${path}${query === "" ? "" : `?${query}`}`;
  const begin = method === "HEAD" ? "curl --head" : `curl --request ${method}`;
  const lines = [
    // Brackets are the server's, not patterns of curl's.
    `${begin} --globoff ${quoted(url)}`,
    '--header "apikey: $API_KEY"',
    ...(call.withSecret ? ['--header "x-api-secret: $API_SECRET"'] : []),
    ...(call.withIdempotencyKey ? ['--header "idempotency-key: $IDEMPOTENCY_KEY"'] : []),
    ...(body === null ? [] : ["--header 'content-type: application/json'"]),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  const whole = `${url} ${body ?? ""}`;
  const exact = !whole.includes(MASK) && !body?.endsWith(CUT);
  return { command: lines.join(" \\\n  "), exact };
}

/** One word of any POSIX shell, whatever stands in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
