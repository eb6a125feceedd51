import type { Metadata } from "next";
import {
  AddRecipient,
  DashboardProvider,
  momentText,
  networkName,
  pickMessages,
  RecipientActions,
  RecipientRules,
  RecipientTable,
  textsOf,
} from "@/components/dashboard";
import { EmptyState, Notice, PageHead, Panel } from "@/components/ui";
import { openPage, type PageFacts, pageLocale } from "@/lib/http/dashboard";
import { NETWORK_IDS } from "@/lib/kit";
import { getSettings } from "@/lib/merchants";
import { type AddressBook, listRecipients } from "@/lib/recipients";
import {
  addRecipientAction,
  editRecipientAction,
  recipientRulesAction,
  removeRecipientAction,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "recipients")("title") };
}

export default async function RecipientsPage() {
  const facts = await openPage("recipients", "recipients:read");
  const { person, ctx, locale, timeZone } = facts;
  const { recipients, rules } = await listRecipients(ctx);
  const say = textsOf(locale, "recipients");
  const mayWrite = person.permissions.has("recipients:write");
  const networks = NETWORK_IDS.map((id) => ({ id, name: networkName(id) }));
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["recipients", "words", "confirm"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead
        title={say("title")}
        about={say("about")}
        actions={mayWrite && <AddRecipient networks={networks} add={addRecipientAction} />}
      />
      {recipients.length === 0 ? (
        <EmptyState title={say("emptyTitle")}>{say("emptyAbout")}</EmptyState>
      ) : (
        <Panel>
          <div className="overflow-x-auto">
            <RecipientTable
              items={recipients}
              locale={locale}
              timeZone={timeZone}
              actionsOf={
                mayWrite
                  ? ({ id, label, note, network, address }) => (
                      <RecipientActions
                        recipient={{ id, label, note }}
                        shown={`${address}, ${networkName(network)}`}
                        edit={editRecipientAction}
                        remove={removeRecipientAction}
                      />
                    )
                  : null
              }
            />
          </div>
        </Panel>
      )}
      <Rules rules={rules} facts={facts} />
    </DashboardProvider>
  );
}

async function Rules({
  rules: { holdHours, onlyRecipients, onlyUntil },
  facts: { person, ctx, locale, timeZone },
}: {
  rules: AddressBook["rules"];
  facts: PageFacts;
}) {
  const say = textsOf(locale, "recipients");
  const mayChange = ["settings:read", "settings:write"] as const;
  const settings = mayChange.every((name) => person.permissions.has(name))
    ? await getSettings(ctx)
    : null;
  const lingers = settings !== null && settings.recipientHoldHours < holdHours;
  return (
    <Panel title={say("rules")} about={say("rulesAbout")} id="rules">
      <div className="flex flex-col gap-4">
        <p className="text-sm">
          {say(onlyRecipients ? "nowOnly" : "nowAnywhere")} {say("nowHold", { hours: holdHours })}
        </p>
        {onlyUntil && (
          <Notice tone="info">
            {say("onlyUntil", { when: momentText(onlyUntil, locale, timeZone) })}
          </Notice>
        )}
        {lingers && <Notice tone="info">{say("holdLingers", { hours: holdHours })}</Notice>}
        {settings && (
          <RecipientRules
            key={settings.version}
            version={settings.version}
            onlyRecipients={settings.payoutsOnlyToRecipients}
            holdHours={settings.recipientHoldHours}
            save={recipientRulesAction}
          />
        )}
      </div>
    </Panel>
  );
}
