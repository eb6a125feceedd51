import type { Metadata } from "next";
import {
  DashboardProvider,
  InvitationButtons,
  InvitationTable,
  InviteForm,
  type MemberItem,
  MemberTable,
  pickMessages,
  RemoveButton,
  RoleField,
  RoleMatrix,
  textsOf,
} from "@/components/dashboard";
import { PageHead, Panel } from "@/components/ui";
import { getRuntime } from "@/lib/http";
import { openPage, type PageFacts, pageLocale } from "@/lib/http/dashboard";
import { listMembers, permissionsOfRole, ROLE_PERMISSIONS, ROLES } from "@/lib/people";
import {
  changeRoleAction,
  inviteAction,
  removeMemberAction,
  resendInvitationAction,
  revokeInvitationAction,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "team")("title") };
}

export default async function TeamPage() {
  const facts = await openPage("team", "team:read");
  const { locale, timeZone, person } = facts;
  const say = textsOf(locale, "team");
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "team", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead title={say("title")} about={say("about")} />
      <People {...facts} />
      {person.permissions.has("team:write") && (
        <Panel id="invite" title={say("inviteTitle")} about={say("inviteAbout")}>
          <InviteForm
            roles={givable(facts)}
            mailbox={getRuntime().sandbox && getRuntime().config.smtpUrl === null}
            invite={inviteAction}
          />
        </Panel>
      )}
      <Panel id="matrix" title={say("matrix")} about={say("matrixAbout")}>
        <RoleMatrix
          locale={locale}
          roles={ROLES}
          permissions={ROLE_PERMISSIONS.owner.filter(
            (name) => name !== "account" && name !== "home:read",
          )}
          may={(role, permission) =>
            ROLES.some(
              (one) =>
                one === role && [...permissionsOfRole(one)].some((name) => name === permission),
            )
          }
        />
      </Panel>
    </DashboardProvider>
  );
}

/** What may be given by who looks: owners are made by owners. */
const givable = ({ person }: PageFacts) =>
  ROLES.filter((role) => role !== "owner" || person.membership?.role === "owner");

async function People(facts: PageFacts) {
  const { locale, timeZone, ctx, person } = facts;
  const say = textsOf(locale, "team");
  const { members, invitations } = await listMembers(ctx);
  const writes = person.permissions.has("team:write");
  const roles = givable(facts);
  const mayTouch = ({ role }: MemberItem) =>
    writes && (role !== "owner" || person.membership?.role === "owner");
  return (
    <>
      <Panel id="members" title={say("members")}>
        <div className="overflow-x-auto">
          <MemberTable
            items={members}
            me={person.userId}
            locale={locale}
            timeZone={timeZone}
            roleOf={(item) =>
              mayTouch(item) ? (
                <RoleField
                  userId={item.userId}
                  name={item.name}
                  role={item.role}
                  roles={roles}
                  change={changeRoleAction}
                />
              ) : null
            }
            removeOf={(item) =>
              mayTouch(item) && item.userId !== person.userId ? (
                <RemoveButton
                  userId={item.userId}
                  name={item.name}
                  merchant={person.membership?.name ?? ""}
                  remove={removeMemberAction}
                />
              ) : null
            }
          />
        </div>
      </Panel>
      {invitations.length > 0 && (
        <Panel id="invitations" title={say("invitations")}>
          <div className="overflow-x-auto">
            <InvitationTable
              items={invitations}
              locale={locale}
              timeZone={timeZone}
              actionsOf={({ id, email }) =>
                writes ? (
                  <InvitationButtons
                    id={id}
                    email={email}
                    resend={resendInvitationAction}
                    revoke={revokeInvitationAction}
                  />
                ) : null
              }
            />
          </div>
        </Panel>
      )}
    </>
  );
}
