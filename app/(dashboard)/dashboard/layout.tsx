import type { ReactNode } from "react";
import {
  BrowserZone,
  DashboardProvider,
  PendingBadge,
  pickMessages,
  SessionGuard,
  Shell,
  Unverified,
  WebhooksStopped,
} from "@/components/dashboard";
import { getConfig } from "@/lib/config";
import { pageLocale, pageTimeZone, personContext, personOrSignIn } from "@/lib/http/dashboard";
import { countPending } from "@/lib/payouts";
import { findDisabledWebhooks } from "@/lib/webhooks";
import { chooseMerchantAction, extendSessionAction } from "./actions";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const person = await personOrSignIn();
  const [locale, timeZone] = await Promise.all([pageLocale(), pageTimeZone()]);
  const { membership, memberships } = person;
  const ctx = personContext(person);
  const [waiting, stopped] = await Promise.all([
    person.permissions.has("withdrawals:read") ? countPending(ctx) : null,
    person.permissions.has("webhooks:read") ? findDisabledWebhooks(ctx) : null,
  ]);
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "search", "shell", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <Shell
        locale={locale}
        sandbox={getConfig().environment === "sandbox"}
        person={{ name: person.name, email: person.email }}
        merchant={
          membership && { name: membership.name, suspended: membership.status === "suspended" }
        }
        others={memberships.filter(({ merchantId }) => merchantId !== membership?.merchantId)}
        choose={chooseMerchantAction}
        permissions={person.permissions}
        operator={person.isOperator}
        badge={waiting && <PendingBadge first={waiting.count} />}
      >
        {membership !== null && !person.emailVerified && (
          <Unverified locale={locale} email={person.email} />
        )}
        {stopped && <WebhooksStopped since={stopped} locale={locale} timeZone={timeZone} />}
        {children}
      </Shell>
      <SessionGuard extend={extendSessionAction} />
      {person.timeZone === null && <BrowserZone shown={timeZone} />}
    </DashboardProvider>
  );
}
