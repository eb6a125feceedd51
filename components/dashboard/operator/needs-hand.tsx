import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { networkName } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Panel } from "@/components/ui";
import { getNetwork } from "@/lib/kit";
import type { NetworkItem, ProcessItem } from "./shapes";

const LATE_SECONDS = 60;
const FEW_ADDRESSES = 20;

interface Need {
  readonly text: string;
  readonly href: string;
}

/** What an operator must look at, and nothing else: an empty list is good news. */
export function NeedsHand({
  networks,
  processes,
  locale,
}: {
  readonly networks: readonly NetworkItem[];
  readonly processes: readonly ProcessItem[];
  readonly locale: string;
}) {
  const say = textsOf(locale, "operator");
  const needs = [
    ...networks.flatMap((item) => ofNetwork(item, say)),
    ...processes.flatMap((item) => ofProcess(item, say)),
  ];
  return (
    <Panel id="attention" title={say("attention")}>
      {needs.length === 0 ? (
        <p className="text-soft">{say("attentionNone")}</p>
      ) : (
        <ul className="-mx-2 flex flex-col">
          {needs.map(({ text, href }) => (
            <li key={text}>
              <Link
                href={href}
                prefetch={false}
                className="flex min-h-11 items-center justify-between gap-3 rounded-lg px-2 hover:bg-tint"
              >
                <span>{text}</span>
                <ChevronRight className="size-4 shrink-0 text-soft" aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ofNetwork(item: NetworkItem, say: Say): Need[] {
  const network = networkName(item.network);
  const here = `#network-${item.network}-title`;
  const { gas, sweepsStuck, lagSeconds } = item;
  const { code } = getNetwork(item.network).native;
  const needs: (Need | false)[] = [
    item.haltedReason !== null && { text: say("att_halted", { network }), href: here },
    // What is halted is not read: that was said.
    item.haltedReason === null &&
      lagSeconds !== null &&
      lagSeconds > LATE_SECONDS && {
        text: say("att_late", { network, seconds: lagSeconds }),
        href: here,
      },
    (gas.problem?.code === "low" || gas.problem?.code === "empty") && {
      text: say("att_gas", { network, code }),
      href: here,
    },
    sweepsStuck > 0 && {
      text: say("att_stuck", { network, count: sweepsStuck }),
      href: `/dashboard/operator/sweeps?network=${item.network}`,
    },
    item.freeAddresses < FEW_ADDRESSES && { text: say("att_addresses", { network }), href: here },
  ];
  return needs.filter((need) => need !== false);
}

function ofProcess({ kind, silent, loops }: ProcessItem, say: Say): Need[] {
  const href = "#processes-title";
  const failing = loops.filter(({ state }) => state === "failing").length;
  const needs: (Need | false)[] = [
    silent && { text: say("att_silent", { kind: say(kind) }), href },
    failing > 0 && { text: say("att_failing", { kind: say(kind), count: failing }), href },
  ];
  return needs.filter((need) => need !== false);
}
