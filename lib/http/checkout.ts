import { createHash } from "node:crypto";
import type { CheckoutView } from "@/lib/api";
import { type Config, mailMode } from "@/lib/config";
import { AppError, type NetworkId } from "@/lib/kit";
import type { Facts } from "./endpoint";
import { getRuntime } from "./runtime";

/** How a payment page is named. */
export const CODE = /^[0-9A-Za-z]{22}$/;

/** The checkout code of a path. Throws not_found when it can't be one. */
export function readCode(facts: Pick<Facts, "params">): string {
  const { code } = facts.params;
  if (typeof code !== "string" || !CODE.test(code)) throw new AppError("not_found");
  return code;
}

/** The id of a payer's question in a path; "" when there is none, which no question has. */
export function readLookupId(facts: Pick<Facts, "params">): string {
  const { lookupId } = facts.params;
  return typeof lookupId === "string" ? lookupId : "";
}

/** What the verbs behind a payer's forms need to know of this installation. */
export function mailSettings(config: Config) {
  return { ...shownConfirmations(config), mail: mailMode(config) !== null };
}

/** What an unchanged payment page is known by: everything but the time of asking. */
export function checkoutEtag(view: CheckoutView): string {
  const { now: _now, ...shown } = view;
  const digest = createHash("sha256").update(JSON.stringify(shown)).digest("base64url");
  return `W/"${digest.slice(0, 22)}"`;
}

/** Reads what a poll at `now` answers, so that the next one finds it known. Throws not_found, and what `read` throws. */
export function rememberPoll(
  code: string,
  config: Config,
  now: Date,
  read: (now: Date, settings: ShownConfirmations) => Promise<CheckoutView | null>,
): Promise<CheckoutView> {
  const found = async () => {
    const view = await read(now, shownConfirmations(config));
    if (view === null) throw new AppError("not_found");
    return view;
  };
  return getRuntime().watch.remember(code, now, found, checkoutEtag);
}

interface ShownConfirmations {
  readonly confirmations: Readonly<Record<NetworkId, number>>;
}

/** The confirmations that a payment page shows as needed. */
export function shownConfirmations(config: Config): ShownConfirmations {
  return {
    confirmations: {
      "USDT-ERC20": config.ethereumConfirmations,
      "USDT-TRC20": config.tronConfirmations,
    },
  };
}
