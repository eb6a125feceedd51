import type { Metadata } from "next";
import { forgotPasswordAction } from "@/app/(auth)/actions";
import { DoorPage } from "@/app/(auth)/door-page";
import { ForgotForm, textsOf } from "@/components/dashboard";
import { getRuntime } from "@/lib/http";
import { pageLocale } from "@/lib/http/dashboard";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "door")("forgotTitle") };
}

export default async function ForgotPasswordPage() {
  const say = textsOf(await pageLocale(), "door");
  return (
    <DoorPage title={say("forgotTitle")} about={say("forgotAbout")}>
      <ForgotForm ask={forgotPasswordAction} mailbox={getRuntime().sandbox} />
    </DoorPage>
  );
}
