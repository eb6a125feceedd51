import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { resendAction } from "@/app/(dashboard)/dashboard/developers/webhook-actions";
import {
  DashboardProvider,
  DeliveryBadge,
  DeliveryDetail,
  pickMessages,
  ResendButton,
  textsOf,
} from "@/components/dashboard";
import { buttonClass, PageHead } from "@/components/ui";
import { openPage, pageLocale } from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";
import { getWebhookDelivery } from "@/lib/webhooks";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "developers")("deliveryTitle") };
}

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const facts = await openPage("developers/events", "webhooks:read");
  const { ctx, person, locale, timeZone } = facts;
  const say = textsOf(locale, "developers");
  const { id } = await params;
  const { event, body, attempts } = await getWebhookDelivery(ctx, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["developers", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead
        title={`${say("deliveryTitle")}: ${event.type} ${event.status}`}
        about={<span className="font-mono text-sm break-all">{event.id}</span>}
        actions={
          <Link href="/dashboard/developers" prefetch={false} className={buttonClass("secondary")}>
            {say("deliveries")}
          </Link>
        }
      />
      <div className="flex flex-col items-start gap-3">
        <DeliveryBadge item={event} locale={locale} />
        {person.permissions.has("webhooks:write") && (
          <ResendButton id={event.id} resend={resendAction} />
        )}
      </div>
      <DeliveryDetail locale={locale} timeZone={timeZone} body={body} attempts={attempts} />
    </DashboardProvider>
  );
}
