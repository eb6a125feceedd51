import type { Metadata } from "next";
import { DashboardProvider, pickMessages, SettingsForm, textsOf } from "@/components/dashboard";
import { Notice, PageHead, Panel } from "@/components/ui";
import { openPage, pageLocale } from "@/lib/http/dashboard";
import { getSettings } from "@/lib/merchants";
import { lookBackAction, saveSettingsAction } from "./actions";
import { examplesOf, FeeTable } from "./examples";
import { groupsOf } from "./groups";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "settings")("title") };
}

export default async function SettingsPage() {
  const { ctx, person, locale, timeZone } = await openPage("settings", "settings:read");
  const say = textsOf(locale, "settings");
  const settings = await getSettings(ctx);
  const writable = person.permissions.has("settings:write");
  const groups = groupsOf(settings, say);
  const examples = examplesOf({ settings, say, locale });
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "settings", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <PageHead title={say("title")} about={say("about")} />
      <Notice tone="info">{say(writable ? "loosening" : "readOnly")}</Notice>
      <nav aria-label={say("title")}>
        <ul className="flex flex-wrap gap-x-4">
          {groups.map(({ name }) => (
            <li key={name}>
              <a
                href={`#${name}`}
                className="inline-flex min-h-10 items-center text-accent underline underline-offset-4"
              >
                {say(name)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {groups.map(({ name, fields }) => (
        <div key={name} id={name} className="scroll-mt-4">
          <Panel id={`group-${name}`} title={say(name)} about={say(`${name}About`)}>
            <SettingsForm
              fields={fields}
              version={settings.version}
              writable={writable}
              save={saveSettingsAction}
              examples={Object.fromEntries(fields.map((one) => [one.name, examples[one.name]]))}
              {...(name === "withdrawals" ? { lookBack: lookBackAction } : {})}
            />
            {name === "fees" && (
              <div className="pt-5">
                <FeeTable settings={settings} say={say} locale={locale} />
              </div>
            )}
          </Panel>
        </div>
      ))}
    </DashboardProvider>
  );
}
