import type { Metadata } from "next";
import {
  createPayoutAction,
  previewPayoutAction,
} from "@/app/(dashboard)/dashboard/payouts/actions";
import {
  DashboardProvider,
  momentText,
  networkName,
  PayoutForm,
  pickMessages,
  textsOf,
} from "@/components/dashboard";
import { PageHead } from "@/components/ui";
import { openPage, pageLocale } from "@/lib/http/dashboard";
import { NETWORK_IDS } from "@/lib/kit";
import { listRecipients } from "@/lib/recipients";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "payouts")("new") };
}

export default async function NewPayoutPage() {
  const { ctx, locale, timeZone } = await openPage("payouts/new", "payouts:create");
  const { recipients, rules } = await listRecipients(ctx);
  const say = textsOf(locale, "payouts");
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["payouts", "words", "confirm"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead title={say("new")} about={say("newAbout")} />
      <PayoutForm
        networks={NETWORK_IDS.map((id) => ({ id, name: networkName(id) }))}
        book={recipients.map(({ id, label, network, address, usable, usableAt }) => ({
          ...{ id, label, network, address },
          waitsUntil: usable ? null : momentText(usableAt, locale, timeZone),
        }))}
        onlyBook={rules.onlyRecipients}
        preview={previewPayoutAction}
        pay={createPayoutAction}
      />
    </DashboardProvider>
  );
}
