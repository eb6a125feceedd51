import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { askPasskeyAction } from "@/app/(auth)/actions";
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

const LINK = "inline-flex min-h-10 items-center underline underline-offset-4";

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
      foot={
        <div className="flex flex-col gap-3">
          {sandbox && (
            <p>
              {say("noAccount")}{" "}
              <Link href="/register" prefetch={false} className={LINK}>
                {say("register")}
              </Link>
            </p>
          )}
          {sandbox && <p>{say("demo")}</p>}
        </div>
      }
    >
      <DashboardProvider
        messages={pickMessages(locale, ["auth", "confirm"])}
        locale={locale}
        timeZone="UTC"
      >
        <SignInForm next={next} askPasskey={askPasskeyAction} />
        <p className="text-sm">
          <Link href="/forgot-password" prefetch={false} className={LINK}>
            {say("forgot")}
          </Link>
        </p>
      </DashboardProvider>
    </AuthPage>
  );
}
