import { beforeAll, describe, expect, inject, it } from "vitest";
import { newApiKey } from "@/lib/auth";
import { newId } from "@/lib/kit";
import { callOf, type Ids, keyed, NOBODYS, NOWHERE, OPERATIONS } from "../support/api-calls";
import { type Answer, type Ask, call, createInvoice } from "../support/api-client";
import { asOwner } from "../support/api-database";
import { fundMerchant, makeUser } from "../support/api-money";
import { REFUSALS } from "../support/api-refusals";
import type { ApiMerchant } from "../support/api-world";
import { objections, resolverOf, type Schema } from "../support/json-schema";
import { ABOUT_MONEY, overpay } from "../support/settled-invoice";

const api = inject("api");
const limited = inject("limitedApi");
const [merchant] = api.merchants;
type Operation = (typeof OPERATIONS)[number];

type Example = { readonly value: { readonly message: string; readonly error: string } };
interface Answered {
  readonly headers: Readonly<Record<string, Schema>>;
  readonly content?: {
    readonly "application/json": {
      readonly schema: Schema;
      readonly examples?: Readonly<Record<string, Example>>;
    };
  };
}
interface Described {
  readonly responses: Readonly<Record<string, Answered>>;
}

/** Refusals that are not provoked here, by text or by operation and text, each with its reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "Failed to generate wallet addresses": "an empty pool: tests/integration/customers.test.ts",
  "transactionHash was already credited":
    "a credit by the chain: tests/integration/customers-deposits.test.ts",
  "Mail is not set up here": "an installation without mail: tests/api/checkout-mail.test.ts",
  "There is no final receipt yet": "tests/api/checkout-mail.test.ts",
  "This payment asks for no address": "tests/api/checkout-mail.test.ts",
  "retryWebhookEvent No webhook URL is set": "tests/integration/webhooks-retry.test.ts",
};
/** Other spellings, and the endpoint whose keys theirs are. */
const ALIASES: Readonly<Record<string, string>> = {
  "/public/withdrawal-request": "/public/withdrawal-request/create",
};
/** Operations that need a worker behind them to succeed. */
const NEEDS_A_WORKER: Readonly<Record<string, string>> = {
  sendTestPayment: "tests/compat pays by it throughout",
};

let document: { paths: Record<string, Record<string, Described>> };
let resolve: (reference: string) => Schema;
const provoked = new Set<string>();
/** Texts that are provoked once, for all operations that share them. */
let walletAddress = "";
const userId = `user-${newId()}`;

beforeAll(async () => {
  document = await (await fetch(`${api.origin}/api/v1/openapi.json`)).json();
  resolve = resolverOf(document);
  await fundMerchant(api, merchant, 100_000);
  walletAddress = await makeUser(api, merchant, userId, 50_000);
});

const describedBy = ({ path, method }: Operation) => document.paths[path]?.[method] as Described;

async function pending(): Promise<string> {
  const body = {
    userId,
    walletAddress: NOWHERE,
    amount: 10,
    currencyType: "USDT-TRC20",
    callbackUrl: "http://127.0.0.1:9/hook",
  };
  const made = await call(api, "POST", "/public/withdrawal-request/create", { body });
  expect(made.body.data, made.text).toMatchObject({ status: "pending" });
  return made.body.data.withdrawalId;
}

/** Ids of things that nobody has touched yet. */
async function freshIds(): Promise<Ids> {
  const invoice = await createInvoice(api);
  const withdrawalId = await pending();
  const events = await call(api, "GET", "/webhook/events", { secret: true });
  const code = new URL(invoice.url).pathname.slice("/s/".length);
  const lookup = await call(api, "POST", `/public/checkout/${code}/lookup`, {
    merchant: null,
    body: { transactionHash: "cd".repeat(32) },
  });
  return {
    transactionId: invoice.transactionId,
    withdrawalId,
    payoutId: withdrawalId,
    userId,
    walletAddress,
    webhookEventId: events.body.data.docs[0].id,
    code,
    lookupId: lookup.body.data.id,
  };
}

const send = (operation: Operation, ids: Ids, over: Ask = {}, server = api) => {
  const { method, path, ask } = callOf(operation, ids);
  const merged = operation.access === "public" ? { ...over, merchant: null } : over;
  return call(server, method, path, { ...ask, ...merged });
};

/** Holds an answer against the document: its status, its schema, its headers. */
function expectDescribed(operation: Operation, { status, body, headers, text }: Answer): void {
  const answer = describedBy(operation).responses[status];
  expect(answer, `${operation.id} answered ${status}: ${text}`).toBeDefined();
  const schema = answer?.content?.["application/json"].schema;
  if (schema) expect(objections(body, schema, resolve)).toEqual([]);
  expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
}

/** The same for a refusal, whose text must be one of the document's, under the code that it shows. */
function expectRefused(
  operation: Operation,
  answer: Answer,
  status: number,
  message: string,
): void {
  expect([answer.status, answer.body?.message], answer.text).toEqual([status, message]);
  expectDescribed(operation, answer);
  const examples = describedBy(operation).responses[status]?.content?.["application/json"].examples;
  const shown = Object.values(examples ?? {}).find(({ value }) => value.message === message);
  expect([operation.id, message, shown?.value.error]).toEqual([
    operation.id,
    message,
    answer.body.error,
  ]);
  expect(answer.body.requestId).toBe(answer.headers.get("x-request-id"));
  provoked.add(`${operation.id} ${status} ${message}`);
}

const byId = (id: string): Operation => {
  const found = OPERATIONS.find((operation) => operation.id === id);
  if (!found) throw new Error(`there is no operation ${id}`);
  return found;
};

describe("every operation of the document", () => {
  it.each(OPERATIONS.filter(({ id }) => !(id in NEEDS_A_WORKER)))(
    "$id: answers valid input as it says",
    async (operation) => {
      const ids = await freshIds();
      if (ABOUT_MONEY.has(operation.id)) await asOwner(api, overpay(ids.transactionId));
      const answer = await send(operation, ids);
      expect([200, ...(operation.accepted ? [202] : [])], answer.text).toContain(answer.status);
      expectDescribed(operation, answer);
      if (operation.etag) expect(answer.headers.get("etag")).toBeTruthy();
    },
  );
});

/** Updates the caller's key or merchant in the database, and waits until no process remembers the old one. */
async function withChange(
  server: typeof api,
  table: "merchants" | "api_keys",
  of: ApiMerchant,
  change: Readonly<Record<string, unknown>>,
  work: () => Promise<void>,
): Promise<void> {
  const key = table === "merchants" ? "id" : "merchant_id";
  const before = await asOwner(server, async (sql) => {
    const [row] = await sql`
      select ${sql(Object.keys(change))} from ${sql(table)} where ${sql(key)} = ${of.merchantId}`;
    await sql`update ${sql(table)} set ${sql(change)} where ${sql(key)} = ${of.merchantId}`;
    return { ...row };
  });
  const forgotten = () => new Promise((done) => setTimeout(done, 1_200));
  await forgotten();
  try {
    await work();
  } finally {
    await asOwner(
      server,
      (sql) => sql`update ${sql(table)} set ${sql(before)} where ${sql(key)} = ${of.merchantId}`,
    );
    await forgotten();
  }
}

describe("what every keyed operation may be refused with", () => {
  it("401: who is calling", async () => {
    for (const operation of keyed) {
      const bare = await send(operation, NOBODYS, { merchant: null });
      expectRefused(operation, bare, 401, "API key required");
      const headers = { apikey: `${merchant.apiKey}x` };
      const unknown = await send(operation, NOBODYS, { merchant: null, headers });
      expectRefused(operation, unknown, 401, "Invalid API key");
      const { method, path, ask } = callOf(operation, NOBODYS);
      const { secret: _, ...open } = ask;
      const wrong = { "x-api-secret": "wrong" };
      const refused = await call(api, method, path, { ...open, headers: wrong });
      expectRefused(operation, refused, 401, "Invalid API secret");
    }
    await withChange(api, "merchants", merchant, { require_secret: true }, async () => {
      for (const operation of keyed) {
        const { method, path, ask } = callOf(operation, NOBODYS);
        const { secret: _, ...open } = ask;
        const refused = await call(api, method, path, open);
        expectRefused(operation, refused, 401, "x-api-secret header is required");
      }
    });
  });

  it("403: who may", async () => {
    const each = async (message: string, over: Ask = {}, of: readonly Operation[] = keyed) => {
      for (const operation of of) {
        expectRefused(operation, await send(operation, NOBODYS, over), 403, message);
      }
    };
    const foreign = { apikey: newApiKey("production") };
    await each("API key belongs to another environment", { merchant: null, headers: foreign });
    await withChange(api, "merchants", merchant, { ip_allow_list: ["203.0.113.7"] }, () =>
      each("IP address not allowed"),
    );
    await withChange(api, "merchants", merchant, { status: "suspended" }, () =>
      each("Merchant account suspended"),
    );
    const [webhooks, others] = [
      keyed.filter(({ tag }) => tag === "Webhooks"),
      keyed.filter(({ tag }) => tag !== "Webhooks"),
    ];
    const unscoped = "API key is not allowed to call this endpoint";
    await withChange(api, "api_keys", merchant, { scopes: ["webhooks"] }, () =>
      each(unscoped, {}, others),
    );
    await withChange(api, "api_keys", merchant, { scopes: ["deposits"] }, () =>
      each(unscoped, {}, webhooks),
    );
  });

  it("409 and 422: an Idempotency-Key that is taken", async () => {
    for (const operation of keyed.filter(({ method }) => method === "post")) {
      const key = newId();
      const headers = { "idempotency-key": key };
      const endpoint = `POST ${ALIASES[operation.path] ?? operation.path}`;
      await asOwner(
        api,
        (sql) => sql`
        insert into idempotency_keys (merchant_id, endpoint, key, fingerprint, created_at)
        values (${merchant.merchantId}, ${endpoint}, ${key}, ${Buffer.from("another")}, now())`,
      );
      const reused = await send(operation, { ...NOBODYS, userId, walletAddress }, { headers });
      const text = "Idempotency-Key was already used with another request";
      expectRefused(operation, reused, 422, text);
      await asOwner(api, async (sql) => {
        // What another call holds is not there to be read yet, and can't be made a second time.
        await sql`delete from idempotency_keys where key = ${key}`;
      });
    }
  });

  it("429: a tier that is used up", async () => {
    const [caller] = limited.merchants;
    const tiers = ["financial", "wallet_generation", "standard"];
    const ones = Object.fromEntries(tiers.map((tier) => [tier, 1]));
    await withChange(limited, "merchants", caller, { rate_limits: ones }, async () => {
      for (const operation of keyed) {
        const headers = { "x-forwarded-for": "198.51.100.77" };
        const over = { headers, merchant: caller };
        // One of the two is let in; those that wait for a worker would not be done before the refusal is.
        const refused = await Promise.any(
          [1, 2].map(async () => {
            const answer = await send(operation, NOBODYS, over, limited);
            if (answer.status !== 429) throw new Error(`let in: ${answer.status}`);
            return answer;
          }),
        );
        const message = "Too many requests, please try again later";
        expectRefused(operation, refused, 429, message);
        expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
        for (const name of ["limit", "remaining", "reset", "policy"]) {
          expect(refused.headers.get(`ratelimit-${name}`), name).not.toBeNull();
        }
      }
    });
  });
});

describe("what every posted operation may be refused with", () => {
  it("400, 413, 415: its body", async () => {
    for (const operation of OPERATIONS.filter(({ method }) => method === "post")) {
      const big = JSON.stringify({ a: "a".repeat(100_001) });
      for (const [status, message, over] of [
        [413, "Request body too large", { body: big }],
        [415, "Content-Type must be application/json", { body: "a=b", type: "text/plain" }],
        [400, "Malformed JSON", { body: "{" }],
        [400, "Validation failed", { body: "[]" }],
      ] as const) {
        expectRefused(operation, await send(operation, NOBODYS, over), status, message);
      }
    }
  });
});

describe("what an operation is refused with for its own reasons", () => {
  it.each(REFUSALS)("%s: %i %s", async (id, status, message, over) => {
    const ids = { ...NOBODYS, userId, walletAddress };
    const answer = await send(byId(id), ids, over(ids));
    expectRefused(byId(id), answer, status, message);
  });

  it("404: what is not there", async () => {
    for (const operation of OPERATIONS) {
      const texts = operation.failures[404];
      if (!texts?.[0]) continue;
      expectRefused(operation, await send(operation, NOBODYS), 404, texts[0]);
    }
  });

  it("what was done already", async () => {
    for (const [id, message] of [
      ["cancelTransaction", "Only deposits with status initiated can be cancelled"],
      ["approveWithdrawal", "Only pending withdrawals can be approved"],
      ["rejectWithdrawal", "Only pending withdrawals can be rejected"],
    ] as const) {
      const ids = await freshIds();
      await send(byId(id), ids);
      expectRefused(byId(id), await send(byId(id), ids), 400, message);
    }
    const ids = await freshIds();
    await send(byId("cancelTransaction"), ids);
    const extend = byId("extendCheckout");
    expectRefused(extend, await send(extend, ids), 400, "More time can no longer be given");
    const pay = byId("payCheckout");
    expectRefused(pay, await send(pay, ids), 400, "This payment is not open any more");
  });

  it("money that the merchant has not", async () => {
    const rich = `user-${newId()}`;
    await makeUser(api, merchant, rich, 900_000);
    for (const operation of OPERATIONS.filter(({ id }) => id.startsWith("createWithdrawal"))) {
      const body = {
        userId: rich,
        walletAddress: NOWHERE,
        amount: 800_000,
        currencyType: "USDT-TRC20",
      };
      const refused = await send(operation, NOBODYS, { body });
      expectRefused(operation, refused, 400, "Insufficient merchant balance");
    }
  });

  it("a key's cap of the day", async () => {
    const ids = await freshIds();
    const caps = { daily_cap_units: 1, daily_cap_with_secret_units: 1 };
    // What waits for the merchant's word moves nothing yet: requests are let go here.
    const auto = { auto_withdraw: true };
    await withChange(api, "merchants", merchant, auto, () =>
      withChange(api, "api_keys", merchant, caps, async () => {
        for (const operation of OPERATIONS.filter(({ failures }) => failures[403]?.length)) {
          // A hash that counted before is answered as then, whatever the cap.
          const fresh = { userId, walletAddress, amount: 5, transactionHash: newId() };
          const over = operation.id === "updateBalance" ? { body: fresh } : {};
          const refused = await send(operation, ids, over);
          expectRefused(operation, refused, 403, "Daily limit of this API key reached");
        }
      }),
    );
  });

  it("a webhook URL that is not set", async () => {
    await send(byId("setWebhookUrl"), NOBODYS, { body: { webhookUrl: null } });
    const refused = await send(byId("sendTestWebhook"), NOBODYS);
    expectRefused(byId("sendTestWebhook"), refused, 400, "No webhook URL is set");
  });
});

describe("the document names no refusal that nobody has seen", () => {
  it("each was provoked above, or is on the list with a reason", () => {
    const inProgress = "A request with this Idempotency-Key is in progress";
    const unseen: string[] = [];
    for (const operation of OPERATIONS) {
      for (const [status, { content }] of Object.entries(describedBy(operation).responses)) {
        if (!status.startsWith("4")) continue;
        for (const { value } of Object.values(content?.["application/json"].examples ?? {})) {
          const { message } = value;
          const known =
            provoked.has(`${operation.id} ${status} ${message}`) ||
            message in ELSEWHERE ||
            `${operation.id} ${message}` in ELSEWHERE ||
            // Two calls at one instant: tests/api/idempotency.test.ts.
            message === inProgress ||
            // Counted by address, with limits of their own: tests/api/rate-limits.test.ts, checkout.test.ts.
            (operation.access === "public" && status === "429");
          if (!known) unseen.push(`${operation.id} ${status} ${message}`);
        }
      }
    }
    expect(provoked.size).toBeGreaterThan(280);
    expect(unseen).toEqual([]);
  });
});
