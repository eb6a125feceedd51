import type { Metadata } from "next";
import { resetPasswordAction } from "@/app/(auth)/actions";
import { DoorPage, NoToken, tokenOf } from "@/app/(auth)/door-page";
import { ResetForm, textsOf } from "@/components/dashboard";
import { pageLocale, type SearchParams } from "@/lib/http/dashboard";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "door")("resetTitle") };
}

export default async function ResetPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const say = textsOf(await pageLocale(), "door");
  const token = await tokenOf(searchParams);
  return (
    <DoorPage title={say("resetTitle")} about={say("resetAbout")}>
      {token === null ? <NoToken /> : <ResetForm token={token} reset={resetPasswordAction} />}
    </DoorPage>
  );
}
