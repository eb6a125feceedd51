import type { ReactNode } from "react";
import { DashboardProvider, pickMessages, Shell } from "@/components/dashboard";
import { getConfig } from "@/lib/config";
import { pageLocale, pageTimeZone, personOrSignIn } from "@/lib/http/dashboard";
import { chooseMerchantAction } from "./actions";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const person = await personOrSignIn();
  const [locale, timeZone] = await Promise.all([pageLocale(), pageTimeZone()]);
  const { membership, memberships } = person;
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
        badge={null}
      >
        {children}
      </Shell>
    </DashboardProvider>
  );
}
