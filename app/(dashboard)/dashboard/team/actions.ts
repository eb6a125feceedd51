"use server";

import { z } from "zod";
import { textsOf } from "@/components/dashboard";
import { getRuntime } from "@/lib/http";
import { action, type Person, pageLocale, type StepUp } from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";
import {
  CODED_ROLES,
  changeRole,
  inviteMember,
  listMembers,
  ROLES,
  type Role,
  removeMember,
  resendInvitation,
  revokeInvitation,
  roleSubject,
} from "@/lib/people";

const role = z.enum(ROLES);

/** Gives somebody another role; roles that move money take a code. */
export const changeRoleAction = action({
  name: "team/role",
  input: z.object({ userId: z.uuid(), role }),
  stepUp: async (ctx, input, { person }) => {
    const { members } = await listMembers(ctx);
    const member = members.find(({ userId }) => userId === input.userId);
    if (!member) throw new AppError("not_found", { public: "This person does not work here" });
    return member.role === input.role ? null : codeFor(person, member.email, input.role);
  },
  run: async (ctx, input) => {
    await changeRole(ctx, input);
    return null;
  },
});

/** Ends somebody's work for the merchant. */
export const removeMemberAction = action({
  name: "team/remove",
  input: z.uuid(),
  run: async (ctx, userId) => {
    await removeMember(ctx, { userId });
    return null;
  },
});

/** Invites an address; roles that move money take a code. */
export const inviteAction = action({
  name: "team/invite",
  input: z.object({ email: z.email().max(254), role }),
  stepUp: (_ctx, input, { person }) =>
    codeFor(person, input.email.trim().toLowerCase(), input.role),
  run: async (ctx, input) => {
    await inviteMember(ctx, input, getRuntime().config.origin);
    return null;
  },
});

/** Mails an invitation again, with a new link. */
export const resendInvitationAction = action({
  name: "team/resend",
  input: z.uuid(),
  run: async (ctx, id) => {
    await resendInvitation(ctx, id, getRuntime().config.origin);
    return null;
  },
});

/** Takes an invitation back. */
export const revokeInvitationAction = action({
  name: "team/revoke",
  input: z.uuid(),
  run: async (ctx, id) => {
    await revokeInvitation(ctx, id);
    return null;
  },
});

/** The code that a role takes which moves money; null for the others. */
async function codeFor(person: Person, email: string, given: Role): Promise<StepUp | null> {
  if (!CODED_ROLES.has(given)) return null;
  const say = textsOf(await pageLocale(), "team");
  return {
    kind: "team.role",
    subject: roleSubject(email, given),
    shown: [
      { label: say("person"), value: email },
      { label: say("role"), value: say(`role_${given}`) },
      { label: say("merchant"), value: person.membership?.name ?? "" },
    ],
  };
}
