import { Check } from "lucide-react";
import { type Say, textsOf } from "@/components/dashboard/texts";

/** Who may do what, in words (D-29). */
export function RoleMatrix({
  locale,
  roles,
  permissions,
  may,
}: {
  readonly locale: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly may: (role: string, permission: string) => boolean;
}) {
  const say = textsOf(locale, "team");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <figure tabIndex={0} aria-label={say("matrix")} className="relative overflow-x-auto">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">{say("matrix")}</caption>
        <thead className="border-b border-line text-soft">
          <tr>
            <th scope="col" className="py-2 pr-3 font-medium">
              {say("permission")}
            </th>
            {roles.map((role) => (
              <th key={role} scope="col" className="px-2 py-2 text-center font-medium">
                {say(`role_${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission} className="border-b border-line last:border-0">
              <th scope="row" className="min-w-48 py-2 pr-3 font-normal">
                {say(`may_${permission.replace(":", "_")}`)}
              </th>
              {roles.map((role) => (
                <td key={role} className="px-2 py-2 text-center">
                  <Mark yes={may(role, permission)} say={say} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function Mark({ yes, say }: { readonly yes: boolean; readonly say: Say }) {
  return (
    <>
      <span className="sr-only">{say(yes ? "may" : "mayNot")}</span>
      {yes ? (
        <Check className="mx-auto size-4 text-good" aria-hidden />
      ) : (
        <span aria-hidden="true" className="text-soft">
          –
        </span>
      )}
    </>
  );
}
