import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Locator, type Page } from "@playwright/test";
import { reconcileSandbox, type SandboxFacts } from "../support/whole-sandbox";

export const SANDBOX_VARIABLE = "TILLGATE_E2E_SANDBOX";
export const DATA_DIR_VARIABLE = "E2E_DATA_DIR";
/** Of a payment that is final after four seconds, a busy machine's page might see only the end. */
export const CONFIRMATIONS = { ETHEREUM_CONFIRMATIONS: "8", TRON_CONFIRMATIONS: "8" } as const;

/** What the running sandbox says of itself in sandbox.json. */
export function sandboxFacts(): SandboxFacts {
  return JSON.parse(process.env[SANDBOX_VARIABLE] ?? "null") as SandboxFacts;
}

export interface Invoice {
  readonly url: string;
  readonly transactionId: string;
  readonly invoiceNo: string;
  readonly walletAddress: string;
}

/** Creates an invoice as a merchant does. */
export async function createInvoice(query: Readonly<Record<string, string>>): Promise<Invoice> {
  const { origin, merchant } = sandboxFacts();
  const response = await fetch(
    `${origin}/api/v1/transaction/create?${new URLSearchParams(query).toString()}`,
    { method: "POST", headers: { apikey: merchant.apiKey } },
  );
  expect(response.status).toBe(200);
  return (await response.json()) as Invoice;
}

/** Cancels an invoice as a merchant does. */
export async function cancelInvoice({ transactionId }: Invoice): Promise<void> {
  const { origin, merchant } = sandboxFacts();
  const response = await fetch(`${origin}/api/v1/public/transaction/cancel`, {
    method: "POST",
    headers: { apikey: merchant.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ transactionId, type: "deposit" }),
  });
  expect(response.status).toBe(200);
}

/** What the merchant is told of a transaction. */
export async function verify(transactionId: string): Promise<Record<string, unknown>> {
  const { origin, merchant } = sandboxFacts();
  const response = await fetch(
    `${origin}/api/v1/public/transaction/verify?transactionId=${transactionId}`,
    { headers: { apikey: merchant.apiKey } },
  );
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: Record<string, unknown> }).data;
}

/** What `npm run reconcile` says of the running sandbox: the books against their rules and both chains. */
export function reconcile(): Promise<string> {
  // An unknown variable of that prefix stops every process of ours.
  const env = { ...process.env, ...CONFIRMATIONS, [SANDBOX_VARIABLE]: undefined };
  return reconcileSandbox(process.env[DATA_DIR_VARIABLE] ?? "", env);
}

/** Collects what a page complains of: console errors and warnings, exceptions, failed answers. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/^(error|warning)$/.test(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}

/** The payment page in one of these states. */
export function pageIn(page: Page, ...states: readonly string[]): Locator {
  return page.locator(states.map((state) => `main[data-state="${state}"]`).join(","));
}

/** A shop's page to come back to, on a port of its own. */
export async function openShop(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end('<!doctype html><link rel="icon" href="data:,"><h1>Thank you</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/thanks?order=7`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
