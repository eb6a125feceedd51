import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asCurl, type CurlFacts } from "./as-curl";

const ORIGIN = "https://pay.example";
const CALL: CurlFacts = {
  method: "POST",
  path: "/api/v1/transaction/create",
  query: "",
  requestBody: '{"description":"Ada\'s $HOME `id` \\"x\\""}',
  withSecret: true,
  withIdempotencyKey: true,
};

/** What a shell hands curl. */
function wordsOf(command: string): readonly string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  const env = {
    ...process.env,
    API_KEY: "the key",
    API_SECRET: "s'e\"c",
    IDEMPOTENCY_KEY: "order 7",
  };
  return execFileSync("sh", ["-c", script], { env, encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("a call as a command of the shell", () => {
  it("says the same call, with the shell's own secrets", () => {
    expect(wordsOf(asCurl(CALL, ORIGIN).command)).toEqual([
      ...["--request", "POST", "--globoff", `${ORIGIN}/api/v1/transaction/create`],
      ...["--header", "apikey: the key", "--header", "x-api-secret: s'e\"c"],
      ...["--header", "idempotency-key: order 7", "--header", "content-type: application/json"],
      ...["--data-raw", CALL.requestBody],
    ]);
  });

  it("leaves out what was not sent", () => {
    const read = { ...CALL, method: "GET", query: "page=2&search=a%20b", requestBody: null };
    const plain = { ...read, withSecret: false, withIdempotencyKey: false };
    expect(asCurl(plain, ORIGIN)).toEqual({
      command: [
        `curl --request GET --globoff '${ORIGIN}/api/v1/transaction/create?page=2&search=a%20b'`,
        '  --header "apikey: $API_KEY"',
      ].join(" \\\n"),
      exact: true,
    });
    expect(asCurl({ ...plain, method: "HEAD" }, ORIGIN).command).toMatch(/^curl --head --globoff/);
  });

  it("says where something has to be filled in", () => {
    expect(asCurl(CALL, ORIGIN).exact).toBe(true);
    expect(asCurl({ ...CALL, requestBody: '{"otp":"***"}' }, ORIGIN).exact).toBe(false);
    expect(asCurl({ ...CALL, requestBody: '{"a":"b…' }, ORIGIN).exact).toBe(false);
    expect(asCurl({ ...CALL, query: "token=***" }, ORIGIN).exact).toBe(false);
  });

  it("is whole words for the shell whatever stands in a body or a query", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, other) => {
        const body = JSON.stringify({ text });
        const query = other.replaceAll("\0", "");
        const words = wordsOf(asCurl({ ...CALL, requestBody: body, query }, ORIGIN).command);
        expect(words.at(-1)).toBe(body);
        expect(words[3]).toBe(`${ORIGIN}${CALL.path}${query === "" ? "" : `?${query}`}`);
      }),
      { numRuns: 40 },
    );
  });
});
