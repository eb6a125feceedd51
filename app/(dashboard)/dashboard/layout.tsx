import type { ReactNode } from "react";
import { DashboardProvider, PendingBadge, pickMessages, Shell } from "@/components/dashboard";
import { getConfig } from "@/lib/config";
import { pageLocale, pageTimeZone, personContext, personOrSignIn } from "@/lib/http/dashboard";
import { countPending } from "@/lib/payouts";
import { chooseMerchantAction } from "./actions";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const person = await personOrSignIn();
  const [locale, timeZone] = await Promise.all([pageLocale(), pageTimeZone()]);
  const { membership, memberships } = person;
  const waiting = person.permissions.has("withdrawals:read")
    ? await countPending(personContext(person))
    : null;
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "shell", "words"])}
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
        badge={waiting && <PendingBadge first={waiting.count} />}
      >
        {children}
      </Shell>
    </DashboardProvider>
  );
}
