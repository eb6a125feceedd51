import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface EventSink {
  readonly url: string;
  /** Ids of the different events that told of a transaction's good end: `confirmed`, `completed`. */
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
  close(): void;
}

/** Collects webhooks whose signature holds; the same event may come more than once, that is at-least-once. */
export async function startSink(secret: string): Promise<EventSink> {
  const told = new Map<string, Set<string>>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks);
      const signature = `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`;
      if (request.headers["x-webhook-signature"] !== signature) {
        response.writeHead(401).end();
        return;
      }
      const { data } = JSON.parse(raw.toString("utf8")) as {
        data: { transactionId: string; status: string };
      };
      if (data.status === "confirmed" || data.status === "completed") {
        const ids = told.get(data.transactionId) ?? new Set();
        told.set(data.transactionId, ids.add(String(request.headers["x-webhook-id"])));
      }
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    told,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
