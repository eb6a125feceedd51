import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { DASHBOARD_LANGUAGES } from "@/components/dashboard/messages/catalog";
import { team } from "@/components/dashboard/messages/team";
import { permissionsOfRole, ROLE_PERMISSIONS, ROLES } from "@/lib/people";
import { RoleMatrix } from "./role-matrix";

const permissions = ROLE_PERMISSIONS.owner.filter((name) => !/^(account|home:read)$/.test(name));

describe("D-29: who may do what", () => {
  it.each(Object.keys(DASHBOARD_LANGUAGES))(
    "has words for every permission and role (%s)",
    (locale) => {
      const may = (role: string, permission: string) =>
        [...permissionsOfRole(role as (typeof ROLES)[number])].some((one) => one === permission);
      const html = renderToStaticMarkup(
        <RoleMatrix locale={locale} roles={ROLES} permissions={permissions} may={may} />,
      );
      expect(html).not.toContain("team.");
      expect(html.match(/<tr/g)).toHaveLength(permissions.length + 1);
      const yes = ROLES.flatMap((role) => permissions.filter((one) => may(role, one))).length;
      expect(html.match(/<svg/g)).toHaveLength(yes);
    },
  );

  it("names no permission that there is not", () => {
    const named = Object.keys(team.en).filter((key) => /^may_/.test(key));
    expect(named.sort()).toEqual(permissions.map((one) => `may_${one.replace(":", "_")}`).sort());
  });
});
