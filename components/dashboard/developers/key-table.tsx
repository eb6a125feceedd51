import Link from "next/link";
import type { ReactNode } from "react";
import { CALLS_PATH } from "@/components/dashboard/calls/call-table";
import { moneyText, When } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Badge, DataTable } from "@/components/ui";

/** A key as its owner sees it; caps in micro-USDT. */
export interface KeyItem {
  readonly id: string;
  readonly prefix: string;
  /** Its last four characters, where they were kept. */
  readonly suffix: string | null;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly ipAllowList: readonly string[];
  readonly dailyCap: bigint | null;
  readonly dailyCapWithSecret: bigint | null;
  readonly status: "active" | "expired" | "revoked";
  readonly replacedBy: string | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedFrom: string | null;
  readonly expiresAt: Date | null;
}

const TONES = { active: "good", expired: "neutral", revoked: "bad" } as const;

/** Every key: what it may, from where, how much, and when it was used last. */
export function KeyTable({
  locale,
  timeZone,
  items,
  actionsOf,
}: {
  readonly locale: string;
  readonly timeZone: string;
  readonly items: readonly KeyItem[];
  readonly actionsOf: (item: KeyItem) => ReactNode;
}) {
  const say = textsOf(locale, "developers");
  const columns = [
    { key: "name", title: say("name") },
    { key: "scopes", title: say("scopes") },
    { key: "from", title: say("allowList") },
    { key: "caps", title: say("caps") },
    { key: "used", title: say("lastUsed") },
    { key: "ends", title: say("expires") },
    { key: "actions", title: say("actions"), hiddenTitle: true },
  ];
  const rows = items.map((item) => ({
    id: item.id,
    cells: {
      name: <Name item={item} say={say} />,
      scopes: item.scopes.join(", "),
      from: item.ipAllowList.length > 0 ? item.ipAllowList.join(", ") : say("anywhere"),
      caps: capsText(item, say, locale),
      used: item.lastUsedAt ? (
        <span className="flex flex-col">
          <When at={item.lastUsedAt} locale={locale} timeZone={timeZone} />
          {item.lastUsedFrom && <span className="text-soft">{item.lastUsedFrom}</span>}
          <CallsLink item={item} say={say} />
        </span>
      ) : (
        say("never")
      ),
      ends: item.expiresAt ? (
        <When at={item.expiresAt} locale={locale} timeZone={timeZone} />
      ) : (
        say("never")
      ),
      actions: actionsOf(item),
    },
  }));
  return <DataTable caption={say("keysCaption")} columns={columns} rows={rows} />;
}

function Name({ item, say }: { readonly item: KeyItem; readonly say: Say }) {
  const replaced = item.status === "active" && item.replacedBy !== null;
  return (
    <span className="flex flex-col items-end gap-1 sm:items-start">
      <span className="font-medium break-words">{item.name}</span>
      <code className="text-soft">
        {item.prefix}…{item.suffix}
      </code>
      <Badge tone={replaced ? "warn" : TONES[item.status]}>
        {say(replaced ? "replaced" : `key_${item.status}`)}
      </Badge>
    </span>
  );
}

function CallsLink({ item, say }: { readonly item: KeyItem; readonly say: Say }) {
  return (
    <Link
      href={`${CALLS_PATH}?key=${item.id}`}
      prefetch={false}
      aria-label={say("keyCallsOf", { name: item.name })}
      className="inline-flex min-h-10 items-center text-accent underline-offset-4 hover:underline"
    >
      {say("keyCalls")}
    </Link>
  );
}

function capsText({ dailyCap, dailyCapWithSecret }: KeyItem, say: Say, locale: string): string {
  const text = (units: bigint | null, none: string) =>
    units === null ? say(none) : `${moneyText(units, locale)} USDT`;
  return say("capsOf", {
    plain: text(dailyCap, "capMerchant"),
    secret: text(dailyCapWithSecret, "capNone"),
  });
}
