import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { itemOf } from "@/app/(dashboard)/dashboard/developers/requests/who";
import { CALLS_PATH, CallDetail, callText, textsOf } from "@/components/dashboard";
import { buttonClass, CopyButton, PageHead } from "@/components/ui";
import { asCurl, getApiRequest } from "@/lib/calls";
import { getRuntime } from "@/lib/http";
import { openPage, pageLocale } from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "calls")("title") };
}

export default async function CallPage({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, locale, timeZone } = await openPage("developers/requests/call", "keys:read");
  const [say, words] = [textsOf(locale, "calls"), textsOf(locale, "words")];
  const { id } = await params;
  const call = await getApiRequest(ctx, { id }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  const curl = asCurl(
    { ...call, requestBody: call.request?.text ?? null },
    getRuntime().config.origin,
  );
  const what = words("copy", { what: say("what_id") });
  return (
    <>
      <PageHead
        title={<span className="font-mono text-xl break-all">{callText(call)}</span>}
        about={
          <span className="inline-flex flex-wrap items-center gap-1 text-sm">
            {say("id")}: <code className="break-all">{call.id}</code>
            <CopyButton value={call.id} label={what} done={words("copied")} />
          </span>
        }
        actions={
          <Link href={CALLS_PATH} prefetch={false} className={buttonClass("secondary")}>
            {say("back")}
          </Link>
        }
      />
      <CallDetail
        say={say}
        words={words}
        locale={locale}
        timeZone={timeZone}
        call={{ ...call, ...itemOf(call, say), curl }}
      />
    </>
  );
}
