import { When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import type { ServerAction } from "@/components/dashboard/use-action";
import { Badge, DataTable } from "@/components/ui";
import { RemovePasskey } from "./remove-passkey";

export interface PasskeyItem {
  readonly passkeyId: string;
  readonly name: string;
  /** Whether its maker keeps copies of it. */
  readonly backedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** The person's passkeys (D-17). */
export function PasskeyTable({
  items,
  locale,
  timeZone,
  remove,
}: {
  readonly items: readonly PasskeyItem[];
  readonly locale: string;
  readonly timeZone: string;
  readonly remove: ServerAction<string, null>;
}) {
  const say = textsOf(locale, "account");
  return (
    <DataTable
      caption={say("passkeys")}
      columns={[
        { key: "name", title: say("passkey") },
        { key: "since", title: say("passkeySince") },
        { key: "used", title: say("seen") },
        { key: "actions", title: say("actions"), hiddenTitle: true },
      ]}
      rows={items.map(({ passkeyId, name, backedUp, createdAt, lastUsedAt }) => ({
        id: passkeyId,
        cells: {
          name: (
            <span className="wrap-anywhere">
              {name} {backedUp && <Badge tone="neutral">{say("passkeyBackedUp")}</Badge>}
            </span>
          ),
          since: <When at={createdAt} locale={locale} timeZone={timeZone} />,
          used:
            lastUsedAt === null ? (
              say("passkeyUnused")
            ) : (
              <When at={lastUsedAt} locale={locale} timeZone={timeZone} />
            ),
          actions: <RemovePasskey passkeyId={passkeyId} name={name} remove={remove} />,
        },
      }))}
    />
  );
}
