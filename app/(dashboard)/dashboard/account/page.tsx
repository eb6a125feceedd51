import type { Metadata } from "next";
import {
  DashboardProvider,
  DeviceTable,
  EmailForm,
  EndOthers,
  FactorCare,
  FactorSetUp,
  LeaveButton,
  PasswordForm,
  ProfileForm,
  pickMessages,
  SendAgain,
  textsOf,
} from "@/components/dashboard";
import { Badge, Notice, PageHead, Panel } from "@/components/ui";
import { openPage, type PageFacts, pageLocale } from "@/lib/http/dashboard";
import { countRecoveryCodes, listSessions } from "@/lib/people";
import {
  beginFactorAction,
  changeEmailAction,
  changePasswordAction,
  confirmFactorAction,
  endOthersAction,
  endSessionAction,
  leaveAction,
  renewCodesAction,
  saveProfileAction,
  sendVerificationAction,
  turnOffFactorAction,
} from "./actions";
import { Passkeys } from "./passkeys";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "account")("title") };
}

export default async function AccountPage() {
  const facts = await openPage("account", "account");
  const { locale, timeZone, person } = facts;
  const say = textsOf(locale, "account");
  const { name, language, theme, email, membership } = person;
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["account", "confirm", "shell", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead title={say("title")} about={say("about")} />
      {person.isOperator && !person.secondFactor && (
        <Notice tone="warn" title={say("operatorFactor")}>
          {say("operatorFactorAbout")}
        </Notice>
      )}
      <SecondFactor {...facts} />
      <Passkeys {...facts} />
      <Panel id="profile" title={say("profile")}>
        <ProfileForm
          key={language}
          profile={{ name, language, theme, timeZone: person.timeZone ?? "" }}
          zones={Intl.supportedValuesOf("timeZone")}
          save={saveProfileAction}
        />
      </Panel>
      <div className="grid gap-6 xl:grid-cols-2">
        <Panel id="email" title={say("email")} about={say("emailAbout", { email })}>
          <div className="flex flex-col gap-4">
            {!person.emailVerified && <SendAgain send={sendVerificationAction} />}
            <EmailForm askPassword={!person.secondFactor} change={changeEmailAction} />
          </div>
        </Panel>
        <Panel id="password" title={say("password")} about={say("passwordAbout")}>
          <PasswordForm change={changePasswordAction} />
        </Panel>
      </div>
      <Devices {...facts} />
      {membership && (
        <Panel id="work" title={say("work")} about={membership.name}>
          <LeaveButton merchant={membership.name} leave={leaveAction} />
        </Panel>
      )}
    </DashboardProvider>
  );
}

async function SecondFactor({ ctx, person, locale }: PageFacts) {
  const say = textsOf(locale, "account");
  const on = person.secondFactor;
  return (
    <Panel
      id="second-factor"
      title={say("factor")}
      about={say("factorAbout")}
      actions={<Badge tone={on ? "good" : "warn"}>{on ? say("factorOn") : say("factorOff")}</Badge>}
    >
      {on ? (
        <FactorCare
          left={await countRecoveryCodes(ctx)}
          renew={renewCodesAction}
          turnOff={turnOffFactorAction}
        />
      ) : (
        <FactorSetUp begin={beginFactorAction} confirm={confirmFactorAction} />
      )}
    </Panel>
  );
}

async function Devices({ ctx, person, locale, timeZone }: PageFacts) {
  const say = textsOf(locale, "account");
  const items = await listSessions(ctx);
  return (
    <Panel id="devices" title={say("devices")} about={say("devicesAbout")}>
      <div className="flex flex-col gap-4">
        <div className="overflow-x-auto">
          <DeviceTable
            items={items}
            here={person.sessionId}
            locale={locale}
            timeZone={timeZone}
            end={endSessionAction}
          />
        </div>
        {items.length > 1 && <EndOthers end={endOthersAction} />}
      </div>
    </Panel>
  );
}
