import { createHmac, timingSafeEqual } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import axios, { type AxiosResponse, isAxiosError } from "axios";
import { inject } from "vitest";

/** The base URL of the seeds, with our origin in place of theirs. */
export const BASE = () => `${inject("sandbox").origin}/api/v1`;
export const KEY = () => ({ apikey: inject("sandbox").merchant.apiKey });
export const BOTH = () => ({ ...KEY(), "x-api-secret": inject("sandbox").merchant.apiSecret });

/** What a refused call answered. */
export async function refusal(call: Promise<AxiosResponse>): Promise<AxiosResponse> {
  try {
    const { status } = await call;
    throw new Error(`it was not refused but answered ${status}`);
  } catch (error) {
    if (isAxiosError(error) && error.response) return error.response;
    throw error;
  }
}

/** A webhook as a receiver of the peer's takes it: checked before it is parsed. */
export interface Notification {
  readonly headers: IncomingHttpHeaders;
  readonly success: boolean;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Shop {
  readonly url: string;
  readonly received: readonly Notification[];
  /** Awaits a notification about a transaction with that status. */
  told(transactionId: string, status: string): Promise<Notification>;
  close(): void;
}

/** An HTTP server that verifies the HMAC over the raw body, and refuses what is not genuine. */
export async function openShop(secret: string): Promise<Shop> {
  const received: Notification[] = [];
  const news = new EventEmitter();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const wanted = `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`;
    const given = String(request.headers["x-webhook-signature"] ?? "");
    if (
      given.length !== wanted.length ||
      !timingSafeEqual(Buffer.from(given), Buffer.from(wanted))
    ) {
      response.writeHead(401).end();
      return;
    }
    received.push({ headers: request.headers, ...JSON.parse(raw.toString("utf8")) });
    response.writeHead(200).end();
    news.emit("received");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/3pay`,
    received,
    async told(transactionId, status) {
      const signal = AbortSignal.timeout(90_000);
      for (;;) {
        const found = received.find(
          ({ data }) => data.transactionId === transactionId && data.status === status,
        );
        if (found) return found;
        await once(news, "received", { signal });
      }
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Sends test USDT to an address of the gateway, as the sandbox's faucet does. */
export async function payIn(
  currencyType: string,
  walletAddress: string,
  amount: number,
): Promise<string> {
  const body = { currencyType, walletAddress, amount };
  const { data } = await axios.post(`${BASE()}/sandbox/pay`, body, { headers: KEY() });
  return data.data.transactionHash;
}

/** Asks until the answer holds; a scan and a few blocks lie between a payment and its record. */
export async function until<T>(ask: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const found = await ask();
    if (holds(found)) return found;
    if (Date.now() > deadline) throw new Error(`it did not come about: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
