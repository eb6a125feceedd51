import { Money, moneyText, networkName, When } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { Badge, CopyButton, type Tone } from "@/components/ui";
import type { RequestItem } from "./shapes";

const HOUR_MS = 3_600_000;
const LONG_MS = 4 * HOUR_MS;
const OVERDUE_MS = 24 * HOUR_MS;
const BURST = 3;

/** How a request is called where there is no room for more. */
export function requestLabel(
  { amountUnits, userId }: Pick<RequestItem, "amountUnits" | "userId">,
  locale: string,
): string {
  const say = textsOf(locale, "requests");
  const amount = `${moneyText(amountUnits, locale)} USDT`;
  return userId === null ? say("labelPayout", { amount }) : say("label", { amount, user: userId });
}

/** A length of time in its largest unit. */
export function ageText(ms: number, locale: string): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  const [value, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), "hour"]
        : [Math.floor(minutes / 1_440), "day"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/** How long it has waited: the longer, the louder, in words too. */
export function AgeBadge({
  ageMs,
  locale,
  say,
}: {
  readonly ageMs: number;
  readonly locale: string;
  readonly say: Say;
}) {
  const [key, tone]: [string, Tone] =
    ageMs >= OVERDUE_MS
      ? ["ageOver", "bad"]
      : ageMs >= LONG_MS
        ? ["ageLong", "warn"]
        : ["age", "neutral"];
  return <Badge tone={tone}>{say(key, { age: ageText(ageMs, locale) })}</Badge>;
}

/** A request in the queue: whose, how much, where to, since when, and what to look at twice. */
export function RequestCard({
  item,
  locale,
  timeZone,
}: {
  readonly item: RequestItem;
  readonly locale: string;
  readonly timeZone: string;
}) {
  const say = textsOf(locale, "requests");
  const words = textsOf(locale, "words");
  const { network, walletAddress, amountUnits, feeUnits, netUnits, feePayer } = item;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="text-lg font-semibold">
            <Money units={amountUnits} locale={locale} />
          </p>
          <p className="text-sm break-words">
            {item.userId === null ? say("ownPayout") : say("ofUser", { user: item.userId })}
          </p>
        </div>
        <span className="flex flex-wrap gap-1">
          <Badge>{networkName(network)}</Badge>
          <AgeBadge ageMs={item.ageMs} locale={locale} say={say} />
        </span>
      </div>
      <p className="flex items-start gap-1 rounded-lg bg-tint py-1.5 pr-1 pl-3">
        <span className="sr-only">{words("address")}: </span>
        <span className="grow py-1 font-mono text-[0.8125rem] break-all">{walletAddress}</span>
        <CopyButton
          value={walletAddress}
          label={words("copy", { what: say("addressWhat") })}
          done={words("copied")}
        />
      </p>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <Fact name={say(feePayer === "user" ? "feeOfUser" : "feeOfMerchant")}>
          <Money units={feeUnits} locale={locale} />
        </Fact>
        <Fact name={say("arrives")}>
          <Money units={netUnits} locale={locale} />
        </Fact>
        <Fact name={say("asked")}>
          <When at={item.createdAt} locale={locale} timeZone={timeZone} />
        </Fact>
      </dl>
      <Hints item={item} say={say} />
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Hints({ item, say }: { readonly item: RequestItem; readonly say: Say }) {
  const { hints, needed, approvals } = item;
  const told: [string, Tone][] = [
    ...(hints.lookAlike ? [[say("hintLookAlike"), "bad"] as [string, Tone]] : []),
    ...(hints.newAddress ? [[say("hintNewAddress"), "warn"] as [string, Tone]] : []),
    ...(hints.first ? [[say("hintFirst"), "warn"] as [string, Tone]] : []),
    ...(hints.inLastDay >= BURST
      ? [[say("hintBurst", { count: hints.inLastDay }), "warn"] as [string, Tone]]
      : []),
    ...(needed > 1 ? [[say("hintTwo"), "info"] as [string, Tone]] : []),
    ...approvals.map(({ name }): [string, Tone] => [
      say("approvedBy", { name: name ?? say("formerColleague") }),
      "good",
    ]),
  ];
  if (told.length === 0) return null;
  return (
    <ul aria-label={say("hints")} className="flex flex-wrap gap-1">
      {told.map(([text, tone]) => (
        <li key={text}>
          <Badge tone={tone}>{text}</Badge>
        </li>
      ))}
    </ul>
  );
}
