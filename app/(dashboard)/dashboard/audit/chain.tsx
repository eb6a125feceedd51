import Link from "next/link";
import { Suspense } from "react";
import { ChainState, textsOf } from "@/components/dashboard";
import { buttonClass, Panel } from "@/components/ui";
import type { PageFacts } from "@/lib/http/dashboard";
import { listAudit, verifyAuditChain } from "@/lib/reports";

/** So many entries are verified whenever the page is opened; more of them only for who asks. */
const AT_ONCE = 10_000;
/** One of the newest so many is sealed: a second is enough for that. */
const NEWEST = 20;

/** Whether the log is as it was written. */
export async function Chain({ facts, asked }: { facts: PageFacts; asked: boolean }) {
  const { ctx, locale } = facts;
  const say = textsOf(locale, "audit");
  const { docs } = await listAudit(ctx, {}, { limit: NEWEST });
  const rows = docs.find(({ seal }) => seal !== null)?.seal?.position ?? 0;
  return (
    <Panel id="chain" title={say("chain")} about={say("chainAbout")}>
      {asked || rows <= AT_ONCE ? (
        <Suspense
          fallback={
            <p role="status" className="text-sm text-soft">
              {say("chainChecking")}
            </p>
          }
        >
          <Verified {...facts} />
        </Suspense>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
          <p>{say("chainLong", { rows })}</p>
          <Link
            href="/dashboard/audit?verify=now"
            prefetch={false}
            className={buttonClass("secondary")}
          >
            {say("verify")}
          </Link>
        </div>
      )}
    </Panel>
  );
}

async function Verified({ ctx, locale, timeZone }: PageFacts) {
  const { rows, fault } = await verifyAuditChain(ctx);
  return (
    <ChainState
      say={textsOf(locale, "audit")}
      locale={locale}
      timeZone={timeZone}
      rows={rows}
      fault={fault}
      at={ctx.now()}
    />
  );
}
