import type { ReactNode } from "react";
import { When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable } from "@/components/ui";

export interface MemberItem {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly role: string;
  readonly since: Date;
}

interface Shown {
  readonly locale: string;
  readonly timeZone: string;
}

/** Who works for the merchant; `roleOf` and `removeOf` give what may be done about one, null: nothing. */
export function MemberTable({
  items,
  me,
  locale,
  timeZone,
  roleOf,
  removeOf,
}: Shown & {
  readonly items: readonly MemberItem[];
  /** Who looks at it. */
  readonly me: string;
  readonly roleOf: (item: MemberItem) => ReactNode | null;
  readonly removeOf: (item: MemberItem) => ReactNode | null;
}) {
  const say = textsOf(locale, "team");
  return (
    <DataTable
      caption={say("members")}
      columns={[
        { key: "name", title: say("name") },
        { key: "email", title: say("email") },
        { key: "role", title: say("role") },
        { key: "since", title: say("since") },
        { key: "actions", title: say("actions"), hiddenTitle: true },
      ]}
      rows={items.map((item) => ({
        id: item.userId,
        cells: {
          name: (
            <span className="inline-flex flex-wrap items-center gap-1.5">
              <bdi className="font-medium">{item.name}</bdi>
              {item.userId === me && <Badge>{say("you")}</Badge>}
            </span>
          ),
          email: (
            <span className="inline-flex flex-wrap items-center gap-1.5 break-all">
              {item.email}
              {!item.emailVerified && <Badge tone="warn">{say("unverified")}</Badge>}
            </span>
          ),
          role: roleOf(item) ?? say(`role_${item.role}`),
          since: <When at={item.since} locale={locale} timeZone={timeZone} />,
          actions: removeOf(item) ?? "",
        },
      }))}
    />
  );
}

export interface InvitationItem {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly expiresAt: Date;
}

/** Invitations that nobody answered yet. */
export function InvitationTable({
  items,
  locale,
  timeZone,
  actionsOf,
}: Shown & {
  readonly items: readonly InvitationItem[];
  readonly actionsOf: (item: InvitationItem) => ReactNode | null;
}) {
  const say = textsOf(locale, "team");
  return (
    <DataTable
      caption={say("invitations")}
      columns={[
        { key: "email", title: say("email") },
        { key: "role", title: say("role") },
        { key: "until", title: say("until") },
        { key: "actions", title: say("actions"), hiddenTitle: true },
      ]}
      rows={items.map((item) => ({
        id: item.id,
        cells: {
          email: <span className="break-all">{item.email}</span>,
          role: say(`role_${item.role}`),
          until: <When at={item.expiresAt} locale={locale} timeZone={timeZone} />,
          actions: actionsOf(item) ?? "",
        },
      }))}
    />
  );
}
