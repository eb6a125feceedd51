import type { Metadata } from "next";
import { registerAction } from "@/app/(auth)/actions";
import { DoorPage } from "@/app/(auth)/door-page";
import { RegisterForm, textsOf } from "@/components/dashboard";
import { getRuntime } from "@/lib/http";
import { pageLocale } from "@/lib/http/dashboard";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "door")("registerTitle") };
}

/** Open to everybody in a sandbox; in production the operator makes merchants. */
export default async function RegisterPage() {
  const say = textsOf(await pageLocale(), "door");
  const { sandbox } = getRuntime();
  if (!sandbox) {
    return <DoorPage title={say("closedTitle")}>{say("closedAbout")}</DoorPage>;
  }
  return (
    <DoorPage title={say("registerTitle")} about={say("registerAbout")}>
      <RegisterForm register={registerAction} mailbox={sandbox} />
    </DoorPage>
  );
}
