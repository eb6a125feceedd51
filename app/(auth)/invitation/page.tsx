import type { Metadata } from "next";
import { cookies } from "next/headers";
import { DoorPage, NoToken, tokenOf } from "@/app/(auth)/door-page";
import { JoinButton, NewcomerForm, OtherPerson, type Say, textsOf } from "@/components/dashboard";
import { Notice } from "@/components/ui";
import {
  countAddress,
  findPerson,
  pageLocale,
  publicContext,
  type SearchParams,
} from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";
import { findInvitation, type InvitedView } from "@/lib/people";
import { acceptInvitationAction, holdInvitationAction, joinAction } from "./actions";
import { HELD_INVITATION } from "./held-invitation";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "door")("invitationTitle") };
}

export default async function InvitationPage({ searchParams }: { searchParams: SearchParams }) {
  const say = textsOf(await pageLocale(), "door");
  const held = (await cookies()).get(HELD_INVITATION)?.value ?? null;
  const token = (await tokenOf(searchParams)) ?? held;
  const title = say("invitationTitle");
  if (token === null) {
    return (
      <DoorPage title={title}>
        <NoToken />
      </DoorPage>
    );
  }
  await countAddress("PAGE invitation", "public_page");
  const invited = await read(token);
  if (invited === null) {
    return (
      <DoorPage title={title}>
        <Notice tone="bad" title={say("expired")}>
          {say("expiredAbout")}
        </Notice>
      </DoorPage>
    );
  }
  return (
    <DoorPage title={title} about={sentence(say, invited)}>
      <Answer token={token} invited={invited} />
    </DoorPage>
  );
}

async function Answer({ token, invited }: { token: string; invited: InvitedView }) {
  const person = await findPerson();
  const { email, hasAccount } = invited;
  if (person?.email === email) return <JoinButton token={token} join={joinAction} />;
  if (person === null && !hasAccount) {
    return <NewcomerForm token={token} email={email} accept={acceptInvitationAction} />;
  }
  return (
    <OtherPerson
      token={token}
      invited={email}
      signedIn={person?.email ?? null}
      hold={holdInvitationAction}
    />
  );
}

function sentence(say: Say, { merchantName, email, role, invitedBy }: InvitedView): string {
  const facts = { merchant: merchantName, email, role: say(`role_${role}`) };
  return invitedBy === null
    ? say("invited", facts)
    : say("invitedBy", { ...facts, name: invitedBy });
}

/** What the link is to; null: it works no more. */
async function read(token: string): Promise<InvitedView | null> {
  try {
    return await findInvitation(publicContext(), token);
  } catch (error) {
    if (error instanceof AppError && error.code === "link_expired") return null;
    throw error;
  }
}
