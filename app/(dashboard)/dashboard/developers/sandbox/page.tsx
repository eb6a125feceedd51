import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import {
  DashboardProvider,
  DeveloperHead,
  networkName,
  pickMessages,
  SandboxPay,
  textsOf,
} from "@/components/dashboard";
import { buttonClass, Panel } from "@/components/ui";
import { getRuntime } from "@/lib/http";
import { openPage, pageLocale } from "@/lib/http/dashboard";
import { NETWORK_IDS } from "@/lib/kit";
import { sandboxPayAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "developers")("tabSandbox") };
}

export default async function SandboxPage() {
  const { person, locale, timeZone } = await openPage("developers/sandbox", "sandbox:pay");
  if (!getRuntime().sandbox) notFound();
  const say = textsOf(locale, "developers");
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["developers", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <DeveloperHead locale={locale} here="Sandbox" permissions={person.permissions} sandbox />
      <Panel id="pay" title={say("payTitle")} about={say("payAbout")}>
        <SandboxPay
          pay={sandboxPayAction}
          networks={NETWORK_IDS.map((id) => ({ id, name: networkName(id) }))}
        />
      </Panel>
      <Panel id="tools" title={say("tools")}>
        <p className="flex flex-wrap gap-2">
          <Link href="/sandbox/mail" prefetch={false} className={buttonClass("secondary")}>
            {say("mailbox")}
          </Link>
          <Link href="/docs" prefetch={false} className={buttonClass("secondary")}>
            {say("reference")}
          </Link>
        </p>
      </Panel>
    </DashboardProvider>
  );
}
