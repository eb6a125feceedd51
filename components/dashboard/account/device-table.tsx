import { When } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import type { ServerAction } from "@/components/dashboard/use-action";
import { Badge, DataTable } from "@/components/ui";
import { EndSession } from "./device-buttons";

export interface DeviceItem {
  readonly sessionId: string;
  readonly device: string;
  readonly address: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** Where the person is signed in (D-44). */
export function DeviceTable({
  items,
  here,
  locale,
  timeZone,
  end,
}: {
  readonly items: readonly DeviceItem[];
  /** The session that looks at it. */
  readonly here: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly end: ServerAction<string, null>;
}) {
  const say = textsOf(locale, "account");
  return (
    <DataTable
      caption={say("devices")}
      columns={[
        { key: "device", title: say("device") },
        { key: "from", title: say("from") },
        { key: "since", title: say("since") },
        { key: "seen", title: say("seen") },
        { key: "actions", title: say("actions"), hiddenTitle: true },
      ]}
      rows={items.map(({ sessionId, device, address, createdAt, lastSeenAt }) => ({
        id: sessionId,
        cells: {
          device,
          from: <span className="font-mono text-[0.8125rem] break-all">{address}</span>,
          since: <When at={createdAt} locale={locale} timeZone={timeZone} />,
          seen: <When at={lastSeenAt} locale={locale} timeZone={timeZone} />,
          actions:
            sessionId === here ? (
              <Badge tone="good">{say("here")}</Badge>
            ) : (
              <EndSession sessionId={sessionId} device={device} address={address} end={end} />
            ),
        },
      }))}
    />
  );
}
