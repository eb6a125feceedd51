import type { Metadata } from "next";
import {
  DashboardProvider,
  DeliveryList,
  DeveloperHead,
  EndpointControls,
  EndpointPanel,
  EventCatalogue,
  EventPicker,
  HealthPanel,
  pickMessages,
  ResendFailed,
  RotateSecret,
  SignatureHelp,
  textsOf,
  WebhookUrl,
} from "@/components/dashboard";
import { Notice, Panel } from "@/components/ui";
import { parseWebhookEvents } from "@/lib/api";
import { getRuntime } from "@/lib/http";
import {
  openPage,
  type PageFacts,
  pageLocale,
  queryOf,
  type SearchParams,
  tryInput,
} from "@/lib/http/dashboard";
import {
  getChosenEvents,
  getWebhookEndpoint,
  getWebhookHealth,
  getWebhookSecret,
  listWebhookEvents,
  MOST_LOOKED_AT,
  WEBHOOK_EVENTS,
} from "@/lib/webhooks";
import { sampleEvents } from "./samples";
import {
  chooseAction,
  pauseAction,
  resendFailedAction,
  resumeAction,
  rotateSecretAction,
  setUrlAction,
  testAction,
} from "./webhook-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "developers")("title") };
}

export default async function WebhooksPage({ searchParams }: { searchParams: SearchParams }) {
  const facts = await openPage("developers", "webhooks:read");
  const { ctx, person, locale, timeZone } = facts;
  const { sandbox, secretBox } = getRuntime();
  const say = textsOf(locale, "developers");
  const sayEndpoint = textsOf(locale, "endpoint");
  const query = queryOf(await searchParams);
  const [endpoint, health, chosen, { webhookSecret }] = await Promise.all([
    getWebhookEndpoint(ctx),
    getWebhookHealth(ctx),
    getChosenEvents(ctx),
    getWebhookSecret(ctx, secretBox.open),
  ]);
  const { url: webhookUrl, state } = endpoint;
  const writes = person.permissions.has("webhooks:write");
  return (
    <DashboardProvider
      messages={pickMessages(locale, ["confirm", "developers", "endpoint", "words"])}
      locale={locale}
      timeZone={timeZone}
    >
      <DeveloperHead
        locale={locale}
        here="Webhooks"
        permissions={person.permissions}
        sandbox={sandbox}
      />
      <Panel id="url" title={say("url")} about={say("urlAbout")}>
        {writes ? (
          <WebhookUrl url={webhookUrl} save={setUrlAction} test={testAction} />
        ) : (
          <p className="font-mono text-sm break-all">{webhookUrl ?? "—"}</p>
        )}
      </Panel>
      <EndpointPanel locale={locale} timeZone={timeZone} endpoint={endpoint}>
        {writes && <EndpointControls state={state} pause={pauseAction} resume={resumeAction} />}
      </EndpointPanel>
      <HealthPanel locale={locale} timeZone={timeZone} health={health} most={MOST_LOOKED_AT} />
      <Deliveries facts={facts} query={query} writes={writes && state === "active"} />
      <Panel id="secret" title={say("secret")} about={say("secretAbout")}>
        <p className="mb-3 font-mono text-sm break-all">{webhookSecret}</p>
        {writes && <RotateSecret rotate={rotateSecretAction} />}
      </Panel>
      <SignatureHelp locale={locale} />
      <Panel id="events" title={sayEndpoint("picker")} about={sayEndpoint("pickerAbout")}>
        {writes ? (
          <EventPicker names={WEBHOOK_EVENTS} chosen={chosen} choose={chooseAction} />
        ) : (
          <p className="text-sm">{chosen.join(", ")}</p>
        )}
      </Panel>
      <EventCatalogue locale={locale} events={sampleEvents()} />
    </DashboardProvider>
  );
}

async function Deliveries({
  facts: { ctx, locale, timeZone },
  query,
  writes,
}: {
  facts: PageFacts;
  query: URLSearchParams;
  writes: boolean;
}) {
  const say = textsOf(locale, "developers");
  const state = query.get("state") || "all";
  const cursor = query.get("cursor") || null;
  const asked = new URLSearchParams({ limit: "20" });
  if (state !== "all") asked.set("deliveryStatus", state);
  if (cursor) asked.set("cursor", cursor);
  const { result, problems } = await tryInput(async () =>
    listWebhookEvents(ctx, parseWebhookEvents({ query: asked, body: {}, repeated: [] })),
  );
  return (
    <Panel id="deliveries" title={say("deliveries")}>
      {result === null ? (
        <Notice tone="bad" role="alert" title={problems.map(({ message }) => message).join(", ")} />
      ) : (
        <DeliveryList
          locale={locale}
          timeZone={timeZone}
          items={result.docs}
          state={state}
          paged={cursor !== null}
          nextCursor={result.nextCursor ?? null}
        />
      )}
      {writes && <ResendFailed resend={resendFailedAction} />}
    </Panel>
  );
}
