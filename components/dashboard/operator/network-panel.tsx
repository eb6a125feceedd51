import Link from "next/link";
import type { ReactNode } from "react";
import { networkName, When } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Badge, Notice, Panel } from "@/components/ui";
import { getNetwork } from "@/lib/kit";
import { Facts, nativeText, WholeAddress } from "./facts";
import type { NetworkItem, Shown } from "./shapes";

/** More than this behind, reading is said to be so. */
const LATE_SECONDS = 60;

/** How far a network is read, what waits there, and what its gas wallet holds. */
export function NetworkPanel({
  item,
  resume,
  locale,
  timeZone,
}: Shown & {
  readonly item: NetworkItem;
  /** What ends a halt; shown where there is one. */
  readonly resume: ReactNode;
}) {
  const say = textsOf(locale, "operator");
  const { network, haltedReason, sweepsStuck } = item;
  const number = (height: number | null) => height?.toLocaleString(locale) ?? "—";
  return (
    <Panel
      id={`network-${network}`}
      title={networkName(network)}
      actions={<Reading item={item} say={say} />}
    >
      <div className="flex flex-col gap-4">
        {haltedReason !== null && (
          <Notice tone="bad" title={say("haltedTitle")}>
            <p className="break-words">{haltedReason}</p>
            <p className="mt-1">{say("haltedAbout")}</p>
            {resume}
          </Notice>
        )}
        <Facts
          items={[
            { name: say("head"), value: number(item.head) },
            { name: say("scanned"), value: number(item.scanned) },
            { name: say("final"), value: number(item.final) },
            { name: say("freeAddresses"), value: number(item.freeAddresses) },
            { name: say("sweepsOpen"), value: number(item.sweepsOpen) },
            {
              name: say("sweepsStuck"),
              value:
                sweepsStuck === 0 ? (
                  "0"
                ) : (
                  <Link
                    href={`/dashboard/operator/sweeps?network=${network}`}
                    prefetch={false}
                    className="text-bad underline underline-offset-4"
                  >
                    {number(sweepsStuck)}
                  </Link>
                ),
            },
            { name: say("payoutsOpen"), value: number(item.payoutsOpen) },
          ]}
        />
        <GasWallet item={item} say={say} locale={locale} timeZone={timeZone} />
      </div>
    </Panel>
  );
}

/** In words how far reading is behind. */
function Reading({ item, say }: { readonly item: NetworkItem; readonly say: Say }) {
  const { haltedReason, lagBlocks, lagSeconds } = item;
  if (haltedReason !== null) return <Badge tone="bad">{say("halted")}</Badge>;
  if (lagBlocks === null || lagSeconds === null) return <Badge>{say("unread")}</Badge>;
  return (
    <span className="flex flex-wrap items-center gap-2 text-sm text-soft">
      {say("lag", { blocks: lagBlocks, seconds: lagSeconds })}
      {lagSeconds > LATE_SECONDS ? (
        <Badge tone="bad">{say("late")}</Badge>
      ) : (
        <Badge tone="good">{say("current")}</Badge>
      )}
    </span>
  );
}

function GasWallet({
  item,
  say,
  locale,
  timeZone,
}: Shown & { readonly item: NetworkItem; readonly say: Say }) {
  const { gas, network } = item;
  const words = textsOf(locale, "words");
  const { code, scale } = getNetwork(network).native;
  if (gas.wallet === null) return <Notice tone="warn" title={say("gasMissing")} />;
  const coin = (amount: bigint) => nativeText(amount, scale, code, locale);
  return (
    <div className="flex flex-col gap-3 rounded-lg bg-tint px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-2 text-sm">
        <div className="min-w-0">
          <h3 className="text-soft">{say("gasWallet")}</h3>
          <WholeAddress value={gas.wallet} words={words} />
        </div>
        <div className="sm:text-right">
          <p className="text-soft">{say("gasBalance")}</p>
          <p className="font-semibold tabular-nums">
            {gas.balance === null ? "—" : coin(gas.balance)}
          </p>
          {gas.seenAt && (
            <p className="text-soft">
              {say("seen")} <When at={gas.seenAt} locale={locale} timeZone={timeZone} seconds />
            </p>
          )}
        </div>
      </div>
      {gas.perSweep !== null && (
        <p className="text-sm text-soft">{say("perSweep", { amount: coin(gas.perSweep) })}</p>
      )}
      {gas.problem && (
        <Notice
          tone={gas.problem.code === "unseen" ? "warn" : "bad"}
          title={say(`gas_${gas.problem.code}`, { sweeps: gas.problem.data.sweeps ?? "0" })}
        >
          {gas.problem.code !== "unseen" && say("fund", { code })}
        </Notice>
      )}
    </div>
  );
}
