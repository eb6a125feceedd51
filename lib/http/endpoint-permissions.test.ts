import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { permissionsOf, SCOPES } from "@/lib/auth";
import { ENDPOINT_PERMISSIONS, permissionFor } from "./endpoint-permissions";

const API = "app/api/v1";
const routes = readdirSync(API, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts")
  .map((file) => readFileSync(path.join(API, file), "utf8"));
/** The endpoints that ask for a key, by the names in their route files. */
const keyed = routes
  .filter((text) => !text.includes('access: "public"'))
  .flatMap((text) =>
    [...text.matchAll(/\bname: "((?:GET|POST) \/[^"]+)"/g)].map(([, name]) => name),
  );

describe("what an endpoint asks of a key", () => {
  it("was decided for each one in the tree, and for nothing else", () => {
    expect(keyed.length).toBeGreaterThan(20);
    expect(Object.keys(ENDPOINT_PERMISSIONS).sort()).toEqual([...keyed].sort());
  });

  it("is held by some scope other than all, and all scopes hold it", () => {
    const whole = permissionsOf(["all"]);
    const narrow = permissionsOf(SCOPES.filter((scope) => scope !== "all"));
    expect(narrow).toEqual(whole);
    for (const name of Object.keys(ENDPOINT_PERMISSIONS)) {
      const permission = permissionFor(name);
      if (permission !== null) expect.soft(whole.has(permission), name).toBe(true);
    }
  });

  it("is nothing that takes a person", () => {
    const whole = permissionsOf(SCOPES);
    for (const never of [
      "keys:read",
      "keys:write",
      "payouts:create",
      "operator",
      "jobs",
    ] as const) {
      expect(whole.has(never)).toBe(false);
    }
    expect(permissionsOf(["no scope of ours", ""]).size).toBe(0);
  });

  it("is a reader's right alone in the scope read", () => {
    for (const permission of permissionsOf(["read"])) expect(permission).toMatch(/:read$/);
    const reads = [...permissionsOf(["all"])].filter((permission) => permission.endsWith(":read"));
    expect([...permissionsOf(["read"])].sort()).toEqual(reads.sort());
  });
});
