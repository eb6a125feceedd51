import { beforeAll, describe, expect, inject, it } from "vitest";
import { newId } from "@/lib/kit";
import { type Ask, call, expectFailure } from "../support/api-client";
import { asOwner } from "../support/api-database";
import { makePerson, signInByHttp } from "../support/api-persons";

const api = inject("api");
const [merchant, other] = api.merchants;
const { origin } = api;
const ENDPOINTS = [
  ["POST", "/webhook/url"],
  ["POST", "/webhook/test"],
  ["GET", "/webhook/secret"],
  ["POST", "/webhook/secret/rotate"],
  ["GET", "/webhook/events"],
  ["POST", `/webhook/retry/${newId()}`],
] as const;

let developer: string;
let support: string;
let stranger: string;
beforeAll(async () => {
  const signedIn = async (
    ...who: Parameters<typeof makePerson> extends [unknown, ...infer R] ? R : never
  ) => signInByHttp(api, await makePerson(api, ...who));
  developer = await signedIn(merchant, "developer");
  support = await signedIn(merchant, "support");
  stranger = await signedIn(other, "developer");
});

const as = (cookie: string, method: string, path: string, headers = {}, more: Ask = {}) =>
  call(api, method, path, { merchant: null, headers: { cookie, ...headers }, ...more });

async function eventOf(merchantId: string): Promise<string> {
  const id = newId();
  await asOwner(
    api,
    (sql) => sql`
      insert into webhook_events (merchant_id, id, type, subject_id, status, body, delivery_status, next_attempt_at, created_at)
      values (${merchantId}, ${id}, 'test', ${newId()}, 'confirmed', '{}', 'failed', now(), now())`,
  );
  return id;
}

describe("webhook management by the dashboard's session (section 7)", () => {
  it.each(ENDPOINTS)(
    "%s %s takes no cookie that another page may have sent",
    async (method, path) => {
      const foreign = [
        {},
        { origin: "https://evil.example" },
        { origin: "null" },
        { origin: `${origin}.evil.example` },
        { "sec-fetch-site": "same-site" },
        { "sec-fetch-site": "cross-site" },
        ...(method === "POST" ? [{ "sec-fetch-site": "same-origin" }] : []),
      ];
      for (const headers of foreign) {
        expectFailure(await as(developer, method, path, headers), 401, "API key required");
      }
    },
  );

  it("reads by Origin or by Sec-Fetch-Site, writes by Origin", async () => {
    for (const headers of [{ origin }, { "sec-fetch-site": "same-origin" }]) {
      const read = await as(support, "GET", "/webhook/secret", headers);
      expect(read.status, read.text).toBe(200);
      expect(read.body.data.webhookSecret).toMatch(/^\*+.{8}$/);
    }
    const body = { webhookUrl: "https://8.8.8.8/session" };
    const set = await as(developer, "POST", "/webhook/url", { origin }, { body });
    expect(set.body.data, set.text).toEqual(body);
    const cleared = { body: { webhookUrl: null } };
    expect((await as(developer, "POST", "/webhook/url", { origin }, cleared)).status).toBe(200);
  });

  it("asks for the role", async () => {
    for (const [method, path] of ENDPOINTS.filter(([verb]) => verb === "POST")) {
      const answer = await as(support, method, path, { origin }, { body: { webhookUrl: null } });
      expectFailure(answer, 403, "Your role does not allow this");
    }
  });

  it("shows one merchant's alone", async () => {
    const id = await eventOf(merchant.merchantId);
    const theirs = await as(stranger, "POST", `/webhook/retry/${id}`, { origin });
    expectFailure(theirs, 404, "Webhook event not found");
    const list = (cookie: string) => as(cookie, "GET", "/webhook/events", { origin });
    const ids = async (cookie: string) =>
      (await list(cookie)).body.data.docs.map((event: { id: string }) => event.id);
    expect(await ids(developer)).toContain(id);
    expect(await ids(stranger)).not.toContain(id);
  });

  it("rotates for nobody without a one-time code", async () => {
    const rotate = (body?: object) =>
      as(developer, "POST", "/webhook/secret/rotate", { origin }, body ? { body } : {});
    expect((await rotate()).body.error).toBe("step_up_required");
    expect((await rotate({ code: 5 })).body.error).toBe("validation_failed");
    expect((await rotate({ code: " " })).body.error).toBe("step_up_required");
    expect((await rotate({ code: "123456" })).body.error).toBe("second_factor_required");
  });

  it("is no way to the other endpoints, and no way around a key that is sent", async () => {
    const list = await as(developer, "GET", "/public/transaction/list", { origin });
    expectFailure(list, 401, "API key required");
    const key = { apikey: other.apiKey, origin };
    const answer = await as(developer, "GET", "/webhook/secret", key);
    expectFailure(answer, 401, "x-api-secret header is required");
    expect((await as("tillgate-session=x", "GET", "/webhook/secret", { origin })).status).toBe(401);
  });
});
