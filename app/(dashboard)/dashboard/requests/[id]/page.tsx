import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import {
  approveRequestAction,
  rejectRequestAction,
} from "@/app/(dashboard)/dashboard/requests/actions";
import {
  DashboardProvider,
  DecisionBar,
  Live,
  pickMessages,
  RequestFacts,
  requestLabel,
  textsOf,
} from "@/components/dashboard";
import { buttonClass, Notice, PageHead } from "@/components/ui";
import { openPage, pageLocale } from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";
import { type RequestFacts as Facts, getRequestFacts } from "@/lib/payouts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "requests")("title") };
}

export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { person, ctx, locale, timeZone } = await openPage("request", "withdrawals:read");
  const { id } = await params;
  const found = await getRequestFacts(ctx, { withdrawalId: id }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  const say = textsOf(locale, "requests");
  const { request, user, yourWord } = found;
  const label = requestLabel({ ...request, userId: user?.userId ?? null }, locale);
  const ageMs = Math.max(0, Date.now() - request.createdAt.getTime());
  const type = request.type === "payout" ? "payout" : "withdrawal";
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["requests", "words", "confirm"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead
        title={label}
        actions={
          <Link href="/dashboard/requests" prefetch={false} className={buttonClass("secondary")}>
            {say("back")}
          </Link>
        }
      />
      <Live path={`/api/dashboard/requests?q=${request.id}`} />
      {request.state !== "pending" && (
        <Notice tone="info" title={say("noteDecided")}>
          <Link
            href={`/dashboard/transactions/${request.id}`}
            prefetch={false}
            className="underline underline-offset-4"
          >
            {say("toRecord")}
          </Link>
        </Notice>
      )}
      <RequestFacts
        facts={{ ...found, request: { ...request, type, ageMs } }}
        locale={locale}
        timeZone={timeZone}
      />
      {person.permissions.has("withdrawals:approve") && (
        <DecisionBar
          subject={{ id: request.id, label }}
          open={request.state === "pending"}
          mayApprove={yourWord === "recorded" || yourWord === "released"}
          note={noteOf(yourWord, say)}
          approve={approveRequestAction}
          reject={rejectRequestAction}
        />
      )}
    </DashboardProvider>
  );
}

function noteOf(word: Facts["yourWord"], say: (key: string) => string): string | null {
  if (word === "approved_before") return say("noteApproved");
  if (word === "not_by_asker") return say("noteNotByAsker");
  return word === "recorded" ? say("noteFirst") : null;
}
