import { expect } from "vitest";
import type { ApiMerchant, ApiServer } from "./api-world";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came
  readonly body: any;
}

export interface Ask {
  readonly merchant?: ApiMerchant | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>> | string;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  readonly secret?: true;
  readonly type?: string | null;
}

/** Calls the API by HTTP as its first merchant, unless told otherwise. */
export async function call(
  api: ApiServer,
  method: string,
  path: string,
  ask: Ask = {},
): Promise<Answer> {
  const merchant = ask.merchant === undefined ? api.merchants[0] : ask.merchant;
  const headers: Record<string, string> = { ...ask.headers };
  if (merchant) headers.apikey ??= merchant.apiKey;
  if (merchant && ask.secret) headers["x-api-secret"] = merchant.apiSecret;
  const hasBody = ask.body !== undefined;
  if (hasBody && ask.type !== null) headers["content-type"] = ask.type ?? "application/json";
  const query = typeof ask.query === "string" ? ask.query : new URLSearchParams(ask.query ?? {});
  const url = `${api.origin}/api/v1${path}${String(query) === "" ? "" : `?${query}`}`;
  const response = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    ...(hasBody
      ? { body: typeof ask.body === "string" ? ask.body : JSON.stringify(ask.body) }
      : {}),
  });
  const text = await response.text();
  const json = response.headers.get("content-type")?.startsWith("application/json");
  const { status, headers: given } = response;
  return { status, headers: given, text, body: json && text !== "" ? JSON.parse(text) : null };
}

/** Creates an invoice and answers its body. */
export async function createInvoice(api: ApiServer, ask: Ask = {}): Promise<Answer["body"]> {
  const query = { currencyType: "USDT-TRC20", amount: "50" };
  const answer = await call(api, "POST", "/transaction/create", { query, ...ask });
  expect(answer.body, answer.text).toMatchObject({ success: true });
  return answer.body;
}

/** That an answer is a failure of that status and text, in the contract's envelope. */
export function expectFailure(answer: Answer, status: number, message: string): void {
  expect(answer.body, answer.text).toMatchObject({ success: false, message });
  expect(answer.status).toBe(status);
  expect(answer.body.error).toMatch(/^[a-z_]+$/);
  expect(answer.body.requestId).toBe(answer.headers.get("x-request-id"));
}
