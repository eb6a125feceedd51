import { beforeAll, describe, expect, inject, it } from "vitest";
import { newId } from "@/lib/kit";
import {
  type Call,
  callOf,
  type Ids,
  idFieldsOf,
  keyed,
  NOBODYS,
  OPERATIONS,
} from "../support/api-calls";
import { type Answer, call, createInvoice } from "../support/api-client";
import { fundMerchant, makeUser } from "../support/api-money";
import { listRoutes } from "../support/endpoints";

const api = inject("api");
const [owner, stranger] = api.merchants;

/** Fields that name something of a merchant's and may be another's, each with its reason. */
const NOBODY_IS_KEPT_OUT: Readonly<Record<string, string>> = {
  "getCheckout.code": "the payment page is public; its code is what opens it",
  "requestLookup.code": "the same page's form",
  "getLookup.code": "the same form's answer",
  "getLookup.lookupId": "of that code alone: tests/api/checkout-lookup.test.ts",
  "extendCheckout.code": "the same page's button",
  "payCheckout.code": "the same page's button",
  "mailReceipt.code": "the same page's form",
  "leaveContact.code": "the same page's form",
  "sendTestPayment.walletAddress": "anybody may be sent test money",
  "createWithdrawal.walletAddress": "a destination outside, which belongs to no merchant",
  "createWithdrawalRequest.walletAddress": "the same",
  "createWithdrawalRequestAlias.walletAddress": "the same",
  "generateWallet.userId": "the platform's own id: each merchant has users of its own by it",
  "createInvoice.referenceId": "the merchant's own number",
};
/** Fields that look for something in a list: the answer is an empty list, not a 404. */
const SEARCHED = new Set(["search", "cursor"]);

let theirs: Ids;
beforeAll(async () => {
  await fundMerchant(api, owner, 500);
  const userId = `user-${newId()}`;
  const walletAddress = await makeUser(api, owner, userId);
  const invoice = await createInvoice(api, { merchant: owner });
  const ids = { ...NOBODYS, userId };
  const request = OPERATIONS.find(({ id }) => id === "createWithdrawalRequest");
  if (!request) throw new Error("there is no withdrawal request");
  const { method, path, ask } = callOf(request, ids);
  const body = { ...(ask.body as object), callbackUrl: "http://127.0.0.1:9/hook" };
  const made = await call(api, method, path, { ...ask, merchant: owner, body });
  expect(made.body.data, made.text).toMatchObject({ status: "pending" });
  const events = await call(api, "GET", "/webhook/events", { merchant: owner, secret: true });
  theirs = {
    transactionId: invoice.transactionId,
    withdrawalId: made.body.data.withdrawalId,
    payoutId: made.body.data.withdrawalId,
    userId,
    walletAddress,
    webhookEventId: events.body.data.docs[0].id,
    code: new URL(invoice.url).pathname.slice("/s/".length),
    lookupId: NOBODYS.lookupId,
  };
});

const send = ({ method, path, ask }: Call, merchant = stranger) =>
  call(api, method, path, { ...ask, merchant });
/** An answer without what names the request itself. */
const comparable = ({ status, text, body, headers }: Answer) => ({
  status,
  text: text.replaceAll(body.requestId, "the request"),
  type: headers.get("content-type"),
  cache: headers.get("cache-control"),
});
const tried = keyed.flatMap((operation) =>
  idFieldsOf(operation)
    .filter((field) => !SEARCHED.has(field))
    .filter((field) => !(`${operation.id}.${field}` in NOBODY_IS_KEPT_OUT))
    .map((field) => ({ name: `${operation.id}.${field}`, operation, field })),
);

describe("another merchant's ids", () => {
  it("are what the routes of the tree take", () => {
    expect(tried.length).toBeGreaterThan(10);
    const takers = new Set([
      ...tried.map(({ operation }) => operation.path),
      ...Object.keys(NOBODY_IS_KEPT_OUT).flatMap((name) =>
        OPERATIONS.filter(({ id }) => name.startsWith(`${id}.`)).map(({ path }) => path),
      ),
    ]);
    const withParameter = listRoutes().filter(({ path }) => path.includes("{"));
    expect(withParameter.length).toBeGreaterThan(5);
    for (const { path } of withParameter) expect.soft([...takers], path).toContain(path);
    // Every operation that takes something by an id is tried with it, or on the list with a reason.
    for (const operation of OPERATIONS) {
      for (const field of idFieldsOf(operation)) {
        const name = `${operation.id}.${field}`;
        const known =
          SEARCHED.has(field) ||
          name in NOBODY_IS_KEPT_OUT ||
          tried.some((one) => one.name === name);
        expect.soft(known, name).toBe(true);
      }
    }
  });

  it.each(tried)("$name: as if it did not exist", async ({ operation }) => {
    const [other, none] = [
      await send(callOf(operation, theirs)),
      await send(callOf(operation, NOBODYS)),
    ];
    expect(none.status, none.text).toBe(404);
    expect(comparable(other)).toEqual(comparable(none));
    expect(other.headers.get("x-request-id")).toBe(other.body.requestId);
  });

  it("with a user of one's own: another merchant's wallet is not that user's", async () => {
    const userId = `user-${newId()}`;
    await makeUser(api, stranger, userId);
    const update = OPERATIONS.find(({ id }) => id === "updateBalance");
    if (!update) throw new Error("there is no updateBalance");
    const [other, none] = [
      await send(callOf(update, { ...theirs, userId })),
      await send(callOf(update, { ...NOBODYS, userId })),
    ];
    expect(none.status).toBe(404);
    expect(comparable(other)).toEqual(comparable(none));
  });

  it("are found in no list", async () => {
    for (const search of [theirs.transactionId, theirs.walletAddress, theirs.withdrawalId]) {
      const found = await call(api, "GET", "/public/transaction/list", {
        merchant: stranger,
        query: { search },
      });
      expect(found.body.data).toMatchObject({ docs: [], totalDocs: 0 });
    }
    for (const path of [
      "/public/transaction/list",
      "/public/withdrawal-requests",
      "/webhook/events",
    ]) {
      const { body } = await call(api, "GET", path, {
        merchant: stranger,
        secret: true,
        query: { limit: "100" },
      });
      const text = JSON.stringify(body.data.docs);
      for (const id of Object.values(theirs)) expect.soft(text, path).not.toContain(id);
    }
  });

  it("are left as they were, and their owner finds them", async () => {
    const ask = (path: string, query = {}) =>
      call(api, "GET", path, { merchant: owner, secret: true, query });
    const invoice = await ask("/public/transaction/verify", {
      transactionId: theirs.transactionId,
    });
    expect(invoice.body.data.status).toBe("initiated");
    const withdrawal = await ask("/public/payout/get", { id: theirs.payoutId });
    expect(withdrawal.body.data.status).toBe("pending");
    const balance = await ask(`/public/wallet/balance/${theirs.userId}`);
    expect(balance.body.data.totalBalance).toBe(490);
  });
});
