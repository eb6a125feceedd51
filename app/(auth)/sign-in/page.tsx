import type { Metadata } from "next";
import { redirect } from "next/navigation";
import {
  AuthPage,
  DashboardProvider,
  pickMessages,
  SignInForm,
  TestStripe,
  textsOf,
} from "@/components/dashboard";
import { getConfig } from "@/lib/config";
import { findPerson, ourPath, pageLocale } from "@/lib/http/dashboard";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "auth")("signIn") };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const next = ourPath((await searchParams).next, "/dashboard");
  if (await findPerson()) redirect(next);
  const locale = await pageLocale();
  const say = textsOf(locale, "auth");
  const shell = textsOf(locale, "shell");
  const sandbox = getConfig().environment === "sandbox";
  return (
    <AuthPage
      lang={locale}
      title={say("signIn")}
      stripe={sandbox && <TestStripe title={shell("sandbox")} about={shell("sandboxAbout")} />}
      foot={sandbox && say("demo")}
    >
      <DashboardProvider messages={pickMessages(locale, ["auth"])} locale={locale} timeZone="UTC">
        <SignInForm next={next} />
      </DashboardProvider>
    </AuthPage>
  );
}
