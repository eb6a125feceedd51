import type { Metadata } from "next";
import { changeEmailAction } from "@/app/(auth)/actions";
import { DoorPage, NoToken, tokenOf } from "@/app/(auth)/door-page";
import { ConfirmLink, textsOf } from "@/components/dashboard";
import { pageLocale, type SearchParams } from "@/lib/http/dashboard";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "door")("changeTitle") };
}

export default async function ChangeEmailPage({ searchParams }: { searchParams: SearchParams }) {
  const say = textsOf(await pageLocale(), "door");
  const token = await tokenOf(searchParams);
  return (
    <DoorPage title={say("changeTitle")} about={say("changeAbout")}>
      {token === null ? (
        <NoToken />
      ) : (
        <ConfirmLink token={token} what="change" confirm={changeEmailAction} />
      )}
    </DoorPage>
  );
}
