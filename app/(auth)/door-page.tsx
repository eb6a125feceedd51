import Link from "next/link";
import type { ReactNode } from "react";
import {
  AuthPage,
  DashboardProvider,
  pickMessages,
  TestStripe,
  textsOf,
} from "@/components/dashboard";
import { Notice } from "@/components/ui";
import { getRuntime } from "@/lib/http";
import { pageLocale, type SearchParams } from "@/lib/http/dashboard";

/** What stands around a form before one is signed in. */
export async function DoorPage({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about?: string;
  readonly children: ReactNode;
}) {
  const locale = await pageLocale();
  const shell = textsOf(locale, "shell");
  return (
    <AuthPage
      lang={locale}
      title={title}
      about={about}
      stripe={
        getRuntime().sandbox && (
          <TestStripe title={shell("sandbox")} about={shell("sandboxAbout")} />
        )
      }
      foot={
        <Link href="/sign-in" prefetch={false} className="underline underline-offset-4">
          {textsOf(locale, "door")("toSignIn")}
        </Link>
      }
    >
      <DashboardProvider
        messages={pickMessages(locale, ["door", "words"])}
        locale={locale}
        timeZone="UTC"
      >
        {children}
      </DashboardProvider>
    </AuthPage>
  );
}

/** The token of a mailed link; null where there is none. */
export async function tokenOf(searchParams: SearchParams): Promise<string | null> {
  const { token } = await searchParams;
  return typeof token === "string" && token !== "" ? token : null;
}

/** For a page of a mailed link that was opened without it. */
export async function NoToken() {
  const say = textsOf(await pageLocale(), "door");
  return (
    <Notice tone="warn" title={say("noToken")}>
      {say("noTokenAbout")}
    </Notice>
  );
}
