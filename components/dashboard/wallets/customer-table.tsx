import Link from "next/link";
import { Money, When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable } from "@/components/ui";

/** A user of the merchant's platform; amounts in micro-USDT. */
export interface CustomerItem {
  readonly userId: string;
  readonly email: string;
  readonly active: boolean;
  readonly createdAt: Date;
  readonly figure: bigint;
  readonly held: bigint;
}

/** Users, newest first; each leads to their wallets. */
export function CustomerTable({
  locale,
  timeZone,
  items,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly items: readonly CustomerItem[];
}) {
  const say = textsOf(locale, "wallets");
  const columns = [
    { key: "user", title: say("user") },
    { key: "email", title: say("email") },
    { key: "state", title: say("state") },
    { key: "figure", title: say("figure"), numeric: true },
    { key: "held", title: say("held"), numeric: true },
    { key: "since", title: say("since") },
  ];
  const rows = items.map((item) => ({
    id: item.userId,
    cells: {
      user: (
        <Link
          href={`/dashboard/wallets/${encodeURIComponent(item.userId)}`}
          prefetch={false}
          className="font-medium break-all text-accent underline-offset-4 hover:underline"
        >
          {item.userId}
        </Link>
      ),
      email: <span className="break-all">{item.email}</span>,
      state: (
        <Badge tone={item.active ? "good" : "warn"}>{say(item.active ? "active" : "paused")}</Badge>
      ),
      figure: <Money units={item.figure} locale={locale} />,
      held: <Money units={item.held} locale={locale} unit={false} />,
      since: <When at={item.createdAt} locale={locale} timeZone={timeZone} />,
    },
  }));
  return <DataTable caption={say("caption")} columns={columns} rows={rows} />;
}
