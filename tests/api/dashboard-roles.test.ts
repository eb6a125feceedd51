import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { ACTION_PERMISSIONS, READ_PERMISSIONS } from "@/lib/http/dashboard";
import { permissionsOfRole, ROLES } from "@/lib/people";
import { makePerson, signInByHttp } from "../support/api-persons";

const api = inject("api");
const NOBODYS = "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90";
const PAGES = "app/(dashboard)";
const filesOf = (folder: string, name: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === name)
    .map((file) => path.join(folder, file));
const urlOf = (file: string) =>
  `/${path
    .dirname(file)
    .split("/")
    .slice(1)
    .filter((part) => !part.startsWith("(") && !part.startsWith("@"))
    .join("/")}`;

interface Action {
  readonly name: string;
  readonly id: string;
  /** A page whose bundle has it. */
  readonly page: string;
}

/** Every server action of the build, by the name that it has in the table. */
function listActions(): readonly Action[] {
  const manifest = JSON.parse(
    readFileSync(".next/server/server-reference-manifest.json", "utf8"),
  ) as {
    node: Record<
      string,
      { filename: string; exportedName: string; workers: Record<string, unknown> }
    >;
  };
  return Object.entries(manifest.node).flatMap(([id, { filename, exportedName, workers }]) => {
    if (!filename.startsWith(PAGES)) return [];
    const text = readFileSync(filename, "utf8");
    const [, name] =
      new RegExp(`export const ${exportedName} = action(?:<[^>]*>)?\\(\\{\\s*name: "([^"]+)"`).exec(
        text,
      ) ?? [];
    const worker = Object.keys(workers).sort((a, b) => a.length - b.length)[0] ?? "";
    const page = urlOf(`${worker}.tsx`).replaceAll(/\[[^\]]+\]/g, NOBODYS);
    return [{ name: name ?? `${filename} ${exportedName}`, id, page }];
  });
}

/** Pages that stand at one address, and the permission that each asks for. */
const pages = filesOf(PAGES, "page.tsx")
  .filter((file) => !urlOf(file).includes("["))
  .map((file) => {
    const [, permission] =
      /openPage\(\s*"[^"]+",\s*"([^"]+)"/.exec(readFileSync(file, "utf8")) ?? [];
    return { file, url: urlOf(file), permission };
  });
const reads = Object.entries(READ_PERMISSIONS).map(([name, permission]) => ({
  url: `/api${name.slice("GET ".length).replaceAll(/\{\w+\}/g, NOBODYS)}`,
  permission,
}));

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
const act = async ({ id, page }: Action, cookie: string | null, args: unknown[] = [{}]) => {
  const response = await ask(page, cookie, {
    method: "POST",
    headers: {
      "next-action": id,
      origin: api.origin,
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
    },
    body: JSON.stringify(args),
  });
  return /"code":"([a-z_]+)"/.exec(await response.text())?.[1] ?? "done";
};

beforeAll(async () => {
  const [merchant] = api.merchants;
  cookies = new Map();
  for (const role of ROLES) {
    cookies.set(role, await signInByHttp(api, await makePerson(api, merchant, role)));
  }
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

  it.each(ROLES)("holds for every action: %s", async (role) => {
    const may = permissionsOfRole(role);
    for (const action of listActions()) {
      const needed = ACTION_PERMISSIONS[action.name as keyof typeof ACTION_PERMISSIONS];
      const code = await act(action, cookies.get(role) ?? "");
      expect
        .soft(code === "scope_missing", `${role} ${action.name}: ${code}`)
        .toBe(!may.has(needed));
    }
  });

  it.each(ROLES)("holds for every page and every read: %s", async (role) => {
    const may = permissionsOfRole(role);
    const cookie = cookies.get(role) ?? "";
    for (const { url, permission } of reads) {
      const answer = await ask(url, cookie);
      const refused = isRefused(answer, "scope_missing");
      expect.soft(refused, `${role} ${url}: ${answer.status}`).toBe(!may.has(permission));
    }
    for (const { url, permission } of pages) {
      const { status } = await ask(url, cookie);
      const wanted = may.has(permission as never) ? 200 : 404;
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
