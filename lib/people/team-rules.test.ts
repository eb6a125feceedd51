import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ROLES } from "./roles";
import { mayChange, mayInvite } from "./team-rules";

const roles = fc.constantFrom(...ROLES);

describe("who changes a team", () => {
  it("whatever is allowed, in any order, leaves an owner", () => {
    const step = fc.record({
      actor: fc.nat(5),
      target: fc.nat(5),
      role: fc.option(roles, { nil: null }),
    });
    fc.assert(
      fc.property(
        fc.array(roles, { minLength: 5, maxLength: 5 }),
        fc.array(step, { maxLength: 40 }),
        (others, steps) => {
          const roleOf = new Map(["owner" as const, ...others].map((role, at) => [`${at}`, role]));
          for (const { actor, target, role } of steps) {
            const [by, whom] = [`${actor}`, `${target}`];
            const before = roleOf.get(whom);
            if (!before || mayChange({ roleOf }, by, whom, role) !== null) continue;
            const mine = roleOf.get(by);
            if (before === "owner" || role === "owner") expect(mine).toBe("owner");
            else if (by !== whom) expect(["owner", "admin"]).toContain(mine);
            if (role === null) roleOf.delete(whom);
            else roleOf.set(whom, role);
          }
          expect([...roleOf.values()]).toContain("owner");
        },
      ),
    );
  });

  it("a stranger changes and invites nothing", () => {
    const roleOf = new Map([["a", "owner" as const]]);
    expect(mayChange({ roleOf }, "x", "a", "viewer")).toBe("not_allowed");
    expect(mayInvite(undefined, "viewer")).toBe("not_allowed");
    expect(mayInvite("admin", "owner")).toBe("owners_only");
    expect(mayInvite("admin", "finance")).toBeNull();
  });
});
