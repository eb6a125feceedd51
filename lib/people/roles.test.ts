import { describe, expect, it } from "vitest";
import { permissionsOfRole, ROLE_PERMISSIONS, ROLES, rightsOf } from "./roles";

const MONEY = ["withdrawals:approve", "withdrawals:create", "payouts:create", "figures:adjust"];

describe("D-29: roles", () => {
  it("run no installation and are no jobs; everyone has an account and a home", () => {
    for (const role of ROLES) {
      const may = permissionsOfRole(role);
      expect([role, may.has("operator"), may.has("jobs")]).toEqual([role, false, false]);
      expect([role, may.has("account"), may.has("home:read")]).toEqual([role, true, true]);
      expect(new Set(ROLE_PERMISSIONS[role]).size).toBe(ROLE_PERMISSIONS[role].length);
    }
  });

  it("move money as owner, admin and finance alone", () => {
    const movers = ROLES.filter((role) =>
      MONEY.some((name) => permissionsOfRole(role).has(name as never)),
    );
    expect(movers).toEqual(["owner", "admin", "finance"]);
    for (const name of ["recipients:write", "exports:create"] as const) {
      const who = ROLES.filter((role) => permissionsOfRole(role).has(name));
      expect(who).toEqual(["owner", "admin", "finance"]);
    }
  });

  it("change the team and settings as owner and admin alone; a viewer changes nothing", () => {
    for (const name of ["team:write", "settings:write"] as const) {
      expect(ROLES.filter((role) => permissionsOfRole(role).has(name))).toEqual(["owner", "admin"]);
    }
    const viewer = [...permissionsOfRole("viewer")].filter((name) => !name.endsWith(":read"));
    expect(viewer).toEqual(["account"]);
    const keys = ROLES.filter((role) => permissionsOfRole(role).has("keys:write"));
    expect(keys).toEqual(["owner", "admin", "developer"]);
  });

  it("wait for a confirmed address with all that moves money or gives power", () => {
    const owner = { role: "owner", status: "active" } as const;
    expect(rightsOf(owner, true)).toEqual(permissionsOfRole("owner"));
    const missing = [...permissionsOfRole("owner")].filter(
      (one) => !rightsOf(owner, false).has(one),
    );
    expect(missing).toEqual(expect.arrayContaining([...MONEY, "keys:write", "team:write"]));
    expect(missing.filter((name) => name.endsWith(":read"))).toEqual([]);
    expect(rightsOf(owner, false).has("invoices:create")).toBe(true);
  });

  it("of a suspended merchant read", () => {
    for (const role of ROLES) {
      const rights = [...rightsOf({ role, status: "suspended" }, true)];
      expect(rights.filter((name) => !name.endsWith(":read"))).toEqual(["account"]);
    }
  });
});
