import { AddPasskey, PasskeyTable, textsOf } from "@/components/dashboard";
import { Panel } from "@/components/ui";
import { getRuntime } from "@/lib/http";
import type { PageFacts } from "@/lib/http/dashboard";
import { listPasskeys, MOST_PASSKEYS, passkeySite } from "@/lib/people";
import { addPasskeyAction, beginPasskeyAction, removePasskeyAction } from "./passkey-actions";

/** The person's passkeys, beside the authenticator (D-17). */
export async function Passkeys({ ctx, person, locale, timeZone }: PageFacts) {
  const say = textsOf(locale, "account");
  const { origin } = getRuntime().config;
  const items = await listPasskeys(ctx);
  const missing =
    passkeySite(origin) === null
      ? say("passkeyNoSite", { origin })
      : person.secondFactor
        ? null
        : say("passkeyNoFactor");
  return (
    <Panel id="passkeys" title={say("passkeys")} about={say("passkeysAbout")}>
      <div className="flex flex-col gap-5">
        {items.length > 0 && (
          <div className="overflow-x-auto">
            <PasskeyTable
              items={items}
              locale={locale}
              timeZone={timeZone}
              remove={removePasskeyAction}
            />
          </div>
        )}
        {missing !== null && <p className="text-sm text-soft">{missing}</p>}
        {missing === null && items.length >= MOST_PASSKEYS && (
          <p className="text-sm text-soft">{say("passkeysFull")}</p>
        )}
        {missing === null && items.length < MOST_PASSKEYS && (
          <AddPasskey begin={beginPasskeyAction} add={addPasskeyAction} />
        )}
      </div>
    </Panel>
  );
}
