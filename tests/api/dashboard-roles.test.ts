import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { ACTION_PERMISSIONS, READ_PERMISSIONS } from "@/lib/http/dashboard";
import { permissionsOfRole, ROLES } from "@/lib/people";
import { makeOperator, makePerson, signInByHttp } from "../support/api-persons";
import {
  callServerAction,
  DASHBOARD_PAGES,
  filesOf,
  listServerActions,
  type ServerAction,
  urlOf,
} from "../support/server-actions";

const api = inject("api");
const NOBODYS = "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90";
const PAGES = DASHBOARD_PAGES;
const listActions = () => listServerActions(NOBODYS);

/** Pages that stand at one address, and the permission that each asks for. */
const pages = filesOf(PAGES, "page.tsx")
  .filter((file) => !urlOf(file).includes("["))
  .map((file) => {
    const text = readFileSync(file, "utf8");
    const [, asked] = /openPage\(\s*"[^"]+",\s*"([^"]+)"/.exec(text) ?? [];
    const permission = /openOperatorPage\("[^"]+"\)/.test(text) ? "operator" : asked;
    return { file, url: urlOf(file), permission };
  });
const reads = Object.entries(READ_PERMISSIONS).map(([name, permission]) => ({
  url: `/api${name.slice("GET ".length).replaceAll(/\{\w+\}/g, NOBODYS)}`,
  permission,
}));

/** Those who are walked: every role of a merchant, and who runs the installation and works for none. */
const WALKERS = [...ROLES, "operator"] as const;
const mayOf = (walker: (typeof WALKERS)[number]): ReadonlySet<string> =>
  walker === "operator" ? new Set(["account", "operator"]) : permissionsOfRole(walker);
/** What a page answers who may see it; an operator without a merchant is led on from the merchant's first page. */
const openOf = (walker: string, url: string) =>
  walker === "operator" && url === "/dashboard" ? 307 : 200;

let cookies: Map<string, string>;
const ask = (url: string, cookie: string | null, init: RequestInit = {}) =>
  fetch(`${api.origin}${url}`, {
    redirect: "manual",
    ...init,
    headers: { ...(cookie === null ? {} : { cookie }), ...(init.headers as object) },
  });
/** A read says it by its status; a file, that a browser saves, by the page that it leads to. */
const isRefused = ({ status, headers }: Response, code: "scope_missing" | "sign_in_required") => {
  const place = headers.get("location") ?? "";
  if (code === "scope_missing") return status === 403 || place.includes("problem=scope_missing");
  return status === 401 || place.startsWith("/sign-in?next=");
};
const act = async (action: ServerAction, cookie: string | null, args: unknown[] = [{}]) => {
  const text = await callServerAction(api.origin, cookie, action, args);
  return /"code":"([a-z_]+)"/.exec(text)?.[1] ?? "done";
};

beforeAll(async () => {
  const [merchant] = api.merchants;
  cookies = new Map();
  for (const role of ROLES) {
    cookies.set(role, await signInByHttp(api, await makePerson(api, merchant, role)));
  }
  cookies.set("operator", await signInByHttp(api, await makeOperator(api)));
});

describe("D-29, A17, A18: who may do what", () => {
  it("was decided for every action and every page of the tree, and for nothing else", () => {
    const names = listActions().map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !(name in ACTION_PERMISSIONS))).toEqual([]);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.filter(({ permission }) => permission === undefined)).toEqual([]);
    const routes = filesOf("app/api/dashboard", "route.ts")
      .map((file) => readFileSync(file, "utf8"))
      .flatMap((text) => [...text.matchAll(/\bname: "(GET [^"]+)"/g)].map(([, name]) => name));
    expect(routes.sort()).toEqual(Object.keys(READ_PERMISSIONS).sort());
  });

  it.each(WALKERS)("holds for every action: %s", async (role) => {
    const may = mayOf(role);
    for (const action of listActions()) {
      const needed = ACTION_PERMISSIONS[action.name as keyof typeof ACTION_PERMISSIONS];
      const code = await act(action, cookies.get(role) ?? "");
      expect
        .soft(code === "scope_missing", `${role} ${action.name}: ${code}`)
        .toBe(!may.has(needed));
    }
  });

  it.each(WALKERS)("holds for every page and every read: %s", async (role) => {
    const may = mayOf(role);
    const cookie = cookies.get(role) ?? "";
    for (const { url, permission } of reads) {
      const answer = await ask(url, cookie);
      const refused = isRefused(answer, "scope_missing");
      expect.soft(refused, `${role} ${url}: ${answer.status}`).toBe(!may.has(permission));
    }
    for (const { url, permission } of pages) {
      const { status } = await ask(url, cookie);
      const wanted = may.has(permission ?? "") ? openOf(role, url) : 404;
      expect.soft(status, `${role} ${url}`).toBe(wanted);
    }
  });

  it("holds for nobody: pages send to sign in, reads and actions say so", async () => {
    for (const { url } of pages) {
      const { status, headers } = await ask(url, null);
      expect.soft(status, url).toBe(307);
      expect.soft(headers.get("location"), url).toBe(`/sign-in?next=${encodeURIComponent(url)}`);
    }
    for (const { url } of reads) {
      const answer = await ask(url, null);
      expect.soft(isRefused(answer, "sign_in_required"), `${url}: ${answer.status}`).toBe(true);
    }
    for (const action of listActions()) {
      expect.soft(await act(action, null), action.name).toBe("sign_in_required");
    }
  });
});

describe("A18: who runs the installation", () => {
  const ways = pages.filter(({ permission }) => permission === "operator");

  it("is sent to set a second factor up before anything of it is shown", async () => {
    expect(ways.length).toBeGreaterThan(4);
    const cookie = await signInByHttp(api, await makeOperator(api, { factor: false }));
    for (const { url } of ways) {
      const { status, headers } = await ask(url, cookie);
      expect.soft(status, url).toBe(307);
      expect.soft(headers.get("location"), url).toBe("/dashboard/account#second-factor");
    }
    for (const { url, permission } of reads) {
      if (permission === "operator") expect.soft((await ask(url, cookie)).status, url).toBe(403);
    }
  });

  it("has both areas who owns a merchant too, each by its own right", async () => {
    const [merchant] = api.merchants;
    const cookie = await signInByHttp(api, await makeOperator(api, { owns: merchant }));
    for (const url of ["/dashboard", "/dashboard/transactions", "/dashboard/operator"]) {
      expect.soft((await ask(url, cookie)).status, url).toBe(200);
    }
  });
});

describe("a person of one merchant", () => {
  it("sees no other merchant's dashboard, and can't choose it (A15)", async () => {
    const [, other] = api.merchants;
    const choose = listActions().find(({ name }) => name === "session/choose-merchant");
    if (!choose) throw new Error("no such action");
    expect(await act(choose, cookies.get("owner") ?? "", [other.merchantId])).toBe("not_found");
    const html = await (await ask("/dashboard", cookies.get("owner") ?? "")).text();
    expect(html).toContain("Northwind Books");
    expect(html).not.toContain(other.name);
  });

  it("acts from our own pages alone: another origin is refused", async () => {
    const [action] = listActions();
    if (!action) throw new Error("no action");
    const response = await ask(action.page, cookies.get("owner") ?? "", {
      method: "POST",
      headers: {
        "next-action": action.id,
        origin: "https://evil.example",
        "content-type": "text/plain;charset=UTF-8",
      },
      body: "[{}]",
    });
    expect(response.status).toBe(500);
  });
});
