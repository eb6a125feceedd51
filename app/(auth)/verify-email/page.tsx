import type { Metadata } from "next";
import { verifyEmailAction } from "@/app/(auth)/actions";
import { DoorPage, NoToken, tokenOf } from "@/app/(auth)/door-page";
import { ConfirmLink, textsOf } from "@/components/dashboard";
import { pageLocale, type SearchParams } from "@/lib/http/dashboard";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "door")("verifyTitle") };
}

export default async function VerifyEmailPage({ searchParams }: { searchParams: SearchParams }) {
  const say = textsOf(await pageLocale(), "door");
  const token = await tokenOf(searchParams);
  return (
    <DoorPage title={say("verifyTitle")} about={say("verifyAbout")}>
      {token === null ? (
        <NoToken />
      ) : (
        <ConfirmLink token={token} what="verify" confirm={verifyEmailAction} />
      )}
    </DoorPage>
  );
}
