"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";
import { IntlProvider } from "use-intl/react";
import type { Messages } from "./messages";

export interface DashboardFacts {
  readonly locale: string;
  /** An IANA name. */
  readonly timeZone: string;
}

const Facts = createContext<DashboardFacts | null>(null);

/** What every part of the dashboard in the browser may know. */
export function useDashboard(): DashboardFacts {
  const facts = useContext(Facts);
  if (facts === null) throw new Error("outside of the dashboard");
  return facts;
}

/** Fresh for the time between two looks; a tab that comes back looks at once. */
const newClient = () =>
  new QueryClient({
    defaultOptions: { queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: true } },
  });

/** Texts, live data and facts for what runs in the browser. */
export function DashboardProvider({
  messages,
  locale,
  timeZone,
  children,
}: DashboardFacts & { readonly messages: Messages; readonly children: ReactNode }) {
  const [client] = useState(newClient);
  return (
    <IntlProvider locale={locale} timeZone={timeZone} messages={messages}>
      <QueryClientProvider client={client}>
        <Facts value={{ locale, timeZone }}>{children}</Facts>
      </QueryClientProvider>
    </IntlProvider>
  );
}
