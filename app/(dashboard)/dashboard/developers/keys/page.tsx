import type { Metadata } from "next";
import {
  DashboardProvider,
  DeveloperHead,
  EditKey,
  IssueForm,
  type KeyItem,
  KeyTable,
  pickMessages,
  RevokeKey,
  RollKey,
  textsOf,
} from "@/components/dashboard";
import { EmptyState, Panel } from "@/components/ui";
import { isWithin, listApiKeys, SCOPES } from "@/lib/auth";
import { getRuntime } from "@/lib/http";
import { openPage, pageLocale } from "@/lib/http/dashboard";
import { formatAmount, units } from "@/lib/kit";
import { issueKeyAction, revokeKeyAction, rollKeyAction, updateKeyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "developers")("tabKeys") };
}

export default async function KeysPage() {
  const { ctx, person, locale, timeZone } = await openPage("developers/keys", "keys:read");
  const say = textsOf(locale, "developers");
  const keys = await listApiKeys(ctx);
  const writes = person.permissions.has("keys:write");
  const mayGive = (scopes: readonly string[]) => isWithin(scopes, person.permissions);
  const offered = SCOPES.filter((scope) => mayGive([scope]));
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "developers", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <DeveloperHead
        locale={locale}
        here="Keys"
        permissions={person.permissions}
        sandbox={getRuntime().sandbox}
      />
      {keys.length === 0 ? (
        <EmptyState title={say("keysEmpty")}>{say("keysEmptyAbout")}</EmptyState>
      ) : (
        <Panel id="keys" title={say("keys")} about={say("keysAbout")}>
          <div className="overflow-x-auto">
            <KeyTable
              locale={locale}
              timeZone={timeZone}
              items={keys}
              actionsOf={(item) => (writes ? actionsOf(item, offered, mayGive(item.scopes)) : null)}
            />
          </div>
        </Panel>
      )}
      {writes && (
        <Panel id="new-key" title={say("issueTitle")} about={say("issueAbout")}>
          <IssueForm issue={issueKeyAction} scopes={offered} />
          {offered.length < SCOPES.length && (
            <p className="text-sm text-soft">{say("scopesWithin")}</p>
          )}
        </Panel>
      )}
    </DashboardProvider>
  );
}

function actionsOf(item: KeyItem, offered: readonly string[], mayGive: boolean) {
  const { id, name, prefix, status, replacedBy } = item;
  if (status !== "active") return null;
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      {replacedBy === null && (
        <EditKey
          keyId={id}
          // What the key has already may stay, whoever changes it.
          scopes={SCOPES.filter((one) => offered.includes(one) || item.scopes.includes(one))}
          now={formOf(item)}
          edit={updateKeyAction}
        />
      )}
      {replacedBy === null && mayGive && <RollKey keyId={id} name={name} roll={rollKeyAction} />}
      <RevokeKey keyId={id} name={name} prefix={prefix} revoke={revokeKeyAction} />
    </span>
  );
}

function formOf({ name, scopes, ipAllowList, dailyCap, dailyCapWithSecret }: KeyItem) {
  const text = (cap: bigint | null) => (cap === null ? "" : formatAmount(units(cap)));
  return {
    name,
    scopes,
    ipAllowList: ipAllowList.join("\n"),
    dailyCap: text(dailyCap),
    dailyCapWithSecret: text(dailyCapWithSecret),
  };
}
