import { momentText } from "@/components/dashboard/figures";
import type { Say } from "@/components/dashboard/texts";
import { Notice } from "@/components/ui";

/** Whether the log is as it was written: verified up to where, or where it breaks. */
export function ChainState({
  say,
  locale,
  timeZone,
  rows,
  fault,
  at,
}: {
  readonly say: Say;
  readonly locale: string;
  readonly timeZone: string;
  /** Entries that are as they were sealed, from the first on. */
  readonly rows: number;
  readonly fault: {
    readonly kind: "altered" | "removed" | "gap" | "unsealed";
    readonly auditId: string;
    readonly position: number | null;
  } | null;
  /** When it was verified. */
  readonly at: Date;
}) {
  const when = (
    <p className="text-soft">
      {say("chainWhen", { when: momentText(at, locale, timeZone, true) })}
    </p>
  );
  if (fault === null) {
    return (
      <Notice tone="good" title={say("chainGood", { rows })}>
        {when}
      </Notice>
    );
  }
  const position = (fault.position ?? rows + 1).toLocaleString(locale);
  return (
    <Notice tone="bad" role="alert" title={say("chainBad", { position })}>
      <p>{say(`fault_${fault.kind}`)}</p>
      <p>{say("chainBadAbout", { rows })}</p>
      <p className="font-mono text-xs break-all">{fault.auditId}</p>
      {when}
    </Notice>
  );
}
