import { describe, expect, inject, it } from "vitest";
import { newId } from "@/lib/kit";
import { type Answer, type Ask, call, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";
import type { ApiMerchant } from "../support/api-world";

const api = inject("api");
const [, other] = api.merchants;

const email = "alice@example.com";
const NOT_FOUND = "Wallet not found for the specified userId";

const generate = (body: unknown, ask: Ask = {}) =>
  call(api, "POST", "/public/wallet/generate", { ...ask, body });
const credit = (body: unknown, ask: Ask = {}) =>
  call(api, "POST", "/public/wallet/updateBalance", { ...ask, body });
const read = (kind: "view" | "balance", userId: string, merchant: ApiMerchant = api.merchants[0]) =>
  call(api, "GET", `/public/wallet/${kind}/${encodeURIComponent(userId)}`, { merchant });

async function newUser(over: Record<string, unknown> = {}): Promise<Answer["body"]> {
  const answer = await generate({ userId: newId(), email, ...over });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.data;
}

describe("POST /public/wallet/generate", () => {
  it("answers the user and two addresses, ERC20 first", async () => {
    const userId = newId();
    const { status, body } = await generate({ userId, email, firstName: "Alice" });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      message: "Wallet addresses generated successfully",
      data: {
        userId,
        email,
        firstName: "Alice",
        lastName: null,
        phone: null,
        callbackUrl: null,
        isActive: true,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        wallets: [
          {
            walletAddress: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/),
            walletNetwork: "USDT-ERC20",
          },
          {
            walletAddress: expect.stringMatching(/^T[1-9A-HJ-NP-Za-km-z]{33}$/),
            walletNetwork: "USDT-TRC20",
          },
        ],
      },
    });
    expect((await read("view", userId)).body.data).toEqual(body.data);
  });

  it("is the same user again: what is given is updated, what is absent stays", async () => {
    const callbackUrl = "http://localhost:9/users";
    const made = await newUser({ isActive: false, phone: "+1 555", callbackUrl });
    const again = await generate({ userId: made.userId, email: "new@example.com", phone: null });
    expect(again.body.data).toEqual({ ...made, email: "new@example.com" });
    const active = await generate({ userId: made.userId, email, isActive: true });
    expect(active.body.data).toEqual({ ...made, isActive: true });
  });

  it("takes two addresses for many calls at the same instant", async () => {
    const body = { userId: newId(), email };
    const answers = await Promise.all(Array.from({ length: 20 }, () => generate(body)));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
  });

  it("asks for userId and email before anything else", async () => {
    const text = "userId and email are required";
    for (const body of [
      {},
      { userId: "u" },
      { email },
      { userId: "", email },
      { userId: "u", email: null },
      { userId: "x".repeat(256), callbackUrl: "nonsense" },
    ]) {
      expectFailure(await generate(body), 400, text);
    }
    const both = await generate({ callbackUrl: 1 });
    expect(both.body.details).toEqual([
      { path: "userId", message: text },
      { path: "email", message: text },
    ]);
  });

  it("refuses a webhook that it could not or must not call", async () => {
    const user = { userId: newId(), email };
    for (const callbackUrl of [
      "ftp://shop.example",
      "shop.example",
      7,
      "https://a:b@shop.example",
    ]) {
      const answer = await generate({ ...user, callbackUrl });
      expectFailure(answer, 400, "callbackUrl must be an https URL");
    }
    for (const callbackUrl of [
      "https://10.0.0.1/x",
      "https://169.254.169.254/",
      "http://[fd00::1]/",
    ]) {
      const answer = await generate({ ...user, callbackUrl });
      expectFailure(answer, 400, "callbackUrl must not point to a private address");
    }
    expectFailure(await read("view", user.userId), 404, NOT_FOUND);
  });

  it("refuses what is no such field", async () => {
    const user = { userId: newId(), email };
    for (const wrong of [
      { userId: "✓".repeat(256) },
      { userId: 12345 },
      { userId: "nul\0" },
      { isActive: "yes" },
      { phone: 5 },
      { email: ["a"] },
    ]) {
      const answer = await generate({ ...user, ...wrong });
      expectFailure(answer, 400, "Validation failed");
      expect(answer.body.details).toMatchObject([{ path: Object.keys(wrong)[0] }]);
    }
    expect((await generate({ ...user, userId: "✓".repeat(255) })).status).toBe(200);
  });

  it("says when there are no addresses left, and keeps nothing of it", async () => {
    const body = { userId: newId(), email };
    const ask = { headers: { "Idempotency-Key": newId() } };
    await asOwner(api, (sql) =>
      sql.begin(async (held) => {
        // Whoever takes an address passes over those that another holds.
        await held`select 1 from addresses where owner_kind is null and network = 'USDT-TRC20' for update`;
        const answer = await generate(body, ask);
        expectFailure(answer, 400, "Failed to generate wallet addresses");
      }),
    );
    expectFailure(await read("view", body.userId), 404, NOT_FOUND);
    expect((await generate(body, ask)).status).toBe(200);
  });

  it("answers an Idempotency-Key again, also when the answer was not stored", async () => {
    const body = { userId: newId(), email };
    const key = newId();
    const ask = { headers: { "Idempotency-Key": key } };
    const first = await generate(body, ask);
    await asOwner(
      api,
      (sql) => sql`update idempotency_keys set status = null, body = null where key = ${key}`,
    );
    const again = await generate(body, ask);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });
});

describe("GET /public/wallet/view/{userId} and balance", () => {
  it.each([
    "a/b",
    "a%2Fb",
    "a%",
    "..",
    "a b?c#d&e=f",
    "../../transaction/list",
    "ünï ✓",
    "+",
    "a\\b",
    "x;y",
    "@me:1",
  ])("finds %j, whatever the path makes of it", async (id) => {
    const made = await newUser({ userId: id });
    for (const kind of ["view", "balance"] as const) {
      // Two dots alone are a path's own; no URL can name them.
      if (id === "..") continue;
      const answer = await read(kind, id);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.body.data.userId).toBe(id);
    }
    expect(made.userId).toBe(id);
  });

  it("compares exactly, and knows no other merchant's user", async () => {
    const { userId } = await newUser({ userId: `Case-${newId()}` });
    for (const kind of ["view", "balance"] as const) {
      expectFailure(await read(kind, userId.toLowerCase()), 404, NOT_FOUND);
      expectFailure(await read(kind, ` ${userId}`), 404, NOT_FOUND);
      expectFailure(await read(kind, userId, other), 404, NOT_FOUND);
      expectFailure(await read(kind, "x".repeat(300)), 404, NOT_FOUND);
      expectFailure(await read(kind, "nul\0"), 404, NOT_FOUND);
      const path = `/public/wallet/${kind}/${userId}`;
      expect((await call(api, "POST", path)).status).toBe(405);
      expectFailure(await call(api, "GET", path, { merchant: null }), 401, "API key required");
    }
  });

  it("answers figures and counters of both networks", async () => {
    const { userId, wallets } = await newUser();
    const { status, body } = await read("balance", userId);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      message: "Balance retrieved successfully",
      data: {
        userId,
        totalBalance: 0,
        wallets: wallets.map((wallet: Record<string, string>) => ({
          ...wallet,
          balance: 0,
          totalDeposits: 0,
          totalDepositAmount: 0,
          lastDepositAt: null,
          lastDepositAmount: null,
        })),
      },
    });
  });
});

describe("POST /public/wallet/updateBalance", () => {
  async function wallet() {
    const { userId, wallets } = await newUser();
    return { userId, walletAddress: wallets[1].walletAddress as string };
  }

  it("adds to the figure, and answers the balance", async () => {
    const body = { ...(await wallet()), amount: 19.99, transactionHash: "adjustment-1" };
    const first = await credit(body);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      success: true,
      message: "Balance updated successfully",
      data: { userId: body.userId, totalBalance: 19.99 },
    });
    expect(first.body.data).toEqual((await read("balance", body.userId)).body.data);
    const again = await credit({ ...body, amount: "19.990000" });
    expect([again.status, again.text]).toEqual([200, first.text]);
    const { transactionHash: _hash, ...rest } = body;
    const key = { headers: { "Idempotency-Key": newId() } };
    const keyed = await credit({ ...rest, transactionHash: "adjustment-2" }, key);
    expect((await credit({ ...rest, transactionHash: "adjustment-2" }, key)).text).toBe(keyed.text);
    expect(keyed.body.data.totalBalance).toBe(39.98);
  });

  it("refuses the hash with another amount", async () => {
    const body = { ...(await wallet()), amount: 5, transactionHash: "c0".repeat(32) };
    expect((await credit(body)).status).toBe(200);
    const answer = await credit({ ...body, amount: 6, transactionHash: `0x${"C0".repeat(32)}` });
    expectFailure(answer, 409, "transactionHash was already used with another amount");
    expect(answer.body.error).toBe("conflict");
  });

  it("refuses the hash that credited from the chain", async () => {
    const body = { ...(await wallet()), amount: 5, transactionHash: "d1".repeat(32) };
    await asOwner(
      api,
      (sql) => sql`
        insert into customer_credits (merchant_id, network, address, tx_hash, source, amount_units, created_at)
        select merchant_id, network, address, ${body.transactionHash}, 'chain', 5000000, now()
        from customer_wallets where wallet_address = ${body.walletAddress}`,
    );
    expectFailure(await credit(body), 409, "transactionHash was already credited");
    expect((await read("balance", body.userId)).body.data.totalBalance).toBe(0);
  });

  it("asks for its four fields before anything else", async () => {
    const full = { ...(await wallet()), amount: 5, transactionHash: "x" };
    const text = "userId, walletAddress, amount and transactionHash are required";
    for (const name of Object.keys(full)) {
      const { [name as keyof typeof full]: _gone, ...rest } = full;
      expectFailure(await credit({ ...rest }), 400, text);
      expectFailure(await credit({ ...full, amount: -1, [name]: null }), 400, text);
      expectFailure(await credit({ ...full, [name]: "" }), 400, text);
    }
    expectFailure(await credit({}), 400, text);
  });

  it.each([0, -5, "0", "-1", "1e3", "1.0000000", 1.0000001, true, [1], "abc", "1000000000.000001"])(
    "refuses the amount %j",
    async (amount) => {
      const body = { userId: "u", walletAddress: "w", amount, transactionHash: "x" };
      expectFailure(await credit(body), 400, "Amount must be a valid positive number");
    },
  );

  it("knows no wallet but the user's own", async () => {
    const [mine, neighbour] = [await wallet(), await wallet()];
    const body = { ...mine, amount: 5, transactionHash: "x" };
    for (const wrong of [
      { walletAddress: neighbour.walletAddress },
      { walletAddress: "nonsense" },
      { userId: neighbour.userId },
      { userId: newId() },
    ]) {
      expectFailure(await credit({ ...body, ...wrong }), 404, NOT_FOUND);
    }
    expectFailure(await credit(body, { merchant: other }), 404, NOT_FOUND);
    expectFailure(
      await credit({ ...body, transactionHash: "x".repeat(256) }),
      400,
      "Validation failed",
    );
  });
});

describe("GET /public/user/transaction/list", () => {
  const list = (query: Record<string, string>, ask: Ask = {}) =>
    call(api, "GET", "/public/user/transaction/list", { ...ask, query });

  async function addDeposits(userId: string, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => newId());
    await asOwner(api, async (sql) => {
      for (const [at, id] of ids.entries()) {
        await sql`
          insert into deposits (merchant_id, id, kind, network, wallet_address, tx_hash, log_index, amount_units,
            status, created_at, detected_at, customer_id, user_id)
          select c.merchant_id, ${id}, 'user', w.network, w.wallet_address, ${id.replaceAll("-", "").padEnd(64, "0")},
            0, ${1_000_000 + at}, 'initiated', now(), now(), c.id, c.user_id
          from customers c join customer_wallets w on w.merchant_id = c.merchant_id and w.customer_id = c.id
          where c.user_id = ${userId} and w.network = 'USDT-TRC20'`;
      }
    });
    return ids.reverse();
  }

  it("pages a user's records newest first, by number and by cursor", async () => {
    const { userId } = await newUser();
    const { userId: neighbour } = await newUser();
    await addDeposits(neighbour, 1);
    const ids = await addDeposits(userId, 5);
    const idsOf = (answer: Answer) => answer.body.data.docs.map((doc: { id: string }) => doc.id);
    const first = await list({ userId, limit: "2" });
    expect(first.status, first.text).toBe(200);
    expect(first.body.message).toBe("Transactions retrieved successfully");
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    expect(first.body.data.docs[0]).toMatchObject({ type: "deposit", status: "initiated", userId });
    expect(first.body.data).toMatchObject({
      totalDocs: 5,
      limit: 2,
      page: 1,
      totalPages: 3,
      hasPrevPage: false,
      hasNextPage: true,
    });
    const cursor = first.body.data.nextCursor;
    const second = await list({ userId, limit: "2", cursor });
    expect(idsOf(second)).toEqual(ids.slice(2, 4));
    expect(idsOf(await list({ userId, limit: "2", page: "2" }))).toEqual(ids.slice(2, 4));
    const last = await list({ userId, limit: "2", page: "3" });
    expect(idsOf(last)).toEqual(ids.slice(4));
    expect(last.body.data).toMatchObject({ hasNextPage: false, nextCursor: null });
  });

  it("filters by type and status", async () => {
    const { userId } = await newUser();
    await addDeposits(userId, 2);
    const count = async (query: Record<string, string>) =>
      (await list({ userId, ...query })).body.data.totalDocs;
    expect(await count({ type: "deposit" })).toBe(2);
    expect(await count({ type: "withdrawal" })).toBe(0);
    expect(await count({ type: "payout" })).toBe(0);
    expect(await count({ status: "initiated" })).toBe(2);
    expect(await count({ status: "expired" })).toBe(0);
    expect(await count({ status: "amount_confirmed" })).toBe(0);
    expect(await count({ status: "completed" })).toBe(0);
  });

  it("asks for the user, and refuses what it can't understand", async () => {
    expectFailure(await list({}), 400, "userId is required");
    expectFailure(await list({ userId: "", type: "gift" }), 400, "userId is required");
    expectFailure(await list({ userId: newId() }), 404, NOT_FOUND);
    const { userId } = await newUser();
    expectFailure(await list({ userId }, { merchant: other }), 404, NOT_FOUND);
    for (const wrong of [
      { type: "gift" },
      { status: "done" },
      { page: "0" },
      { limit: "x" },
      { cursor: "x" },
      { page: "501" },
    ]) {
      const answer = await list({ userId, ...wrong });
      expectFailure(answer, 400, "Validation failed");
      expect(answer.body.details).toMatchObject([{ path: Object.keys(wrong)[0] }]);
    }
  });
});
