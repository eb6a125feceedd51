"use server";

import { z } from "zod";
import { momentText, moneyText, networkName, textsOf } from "@/components/dashboard";
import { getConfig } from "@/lib/config";
import { action, type PageFacts, pageLocale, pageTimeZone } from "@/lib/http/dashboard";
import { AppError, formatAmount, NETWORK_IDS, parseAmount, type Units } from "@/lib/kit";
import {
  createPayout,
  PAYOUT_CREATE,
  type PayoutPreview,
  payoutSubject,
  previewPayout,
} from "@/lib/payouts";

const network = z.enum(NETWORK_IDS);
const draft = z.object({
  network,
  recipientId: z.uuid().nullable(),
  address: z.string().max(200).nullable(),
  amount: z.string().max(60),
});
const order = z.object({
  network,
  address: z.string().min(1).max(200),
  amount: z.string().max(60),
  description: z.string().max(255).nullable(),
  key: z.string().min(16).max(64),
});

/** What a payout would come to, and what speaks against it. */
export const previewPayoutAction = action({
  name: "payouts/preview",
  input: draft,
  run: async (ctx, given) => {
    const { recipientId, address } = given;
    const to = recipientId ? { recipientId } : address ? { address } : null;
    const typed = given.amount.trim();
    const amount = typed === "" ? null : parseAmount(typed);
    const preview = await previewPayout(ctx, { network: given.network, to, amount }, getConfig());
    const answer = await inWords(preview);
    if (typed === "" || amount !== null) return answer;
    const say = textsOf(await pageLocale(), "payouts");
    const problem = { path: "amount", message: say("wrongAmount") };
    return { ...answer, problems: [...answer.problems, problem] };
  },
});

async function inWords(preview: PayoutPreview) {
  const [locale, timeZone] = await Promise.all([pageLocale(), pageTimeZone()]);
  const text = (units: Units) => `${moneyText(units, locale)} USDT`;
  const { amount, net, debit, address, feePayer, waitsForAnother, problems } = preview;
  return {
    address,
    feePayer,
    waitsForAnother,
    problems,
    recipient: preview.recipient?.label ?? null,
    amount: amount && text(amount),
    fee: text(preview.fee),
    net: net && text(net),
    debit: debit && text(debit),
    available: text(preview.available),
    max: formatAmount(preview.max),
    warnings: preview.warnings.map((one) => ({
      kind: one.kind,
      known: "known" in one ? one.known : [],
      when: "usableAt" in one ? momentText(one.usableAt, locale, timeZone) : "",
    })),
  };
}

/** Sends money out, by a code for exactly what was reviewed; the same review again is the same payout (U10). */
export const createPayoutAction = action({
  name: "payouts/create",
  tier: "financial",
  input: order,
  stepUp: async (ctx, given) => {
    const preview = await reviewed(ctx, given);
    const { address, amount, fee, net, feePayer } = preview;
    const locale = await pageLocale();
    const say = textsOf(locale, "payouts");
    const words = textsOf(locale, "words");
    const text = (units: Units) => `${moneyText(units, locale)} USDT`;
    const feeLabel = say(feePayer === "user" ? "feeOfRecipient" : "feeOfMerchant");
    return {
      kind: PAYOUT_CREATE,
      subject: payoutSubject({
        ...{ network: given.network, address, amount, fee, net, feePayer, key: given.key },
      }),
      shown: [
        ...(preview.recipient ? [{ label: say("to"), value: preview.recipient.label }] : []),
        { label: words("address"), value: address },
        { label: words("network"), value: networkName(given.network) },
        { label: words("amount"), value: text(amount) },
        { label: feeLabel, value: text(fee) },
        { label: say("arrives"), value: text(net) },
      ],
    };
  },
  run: async (ctx, given) => {
    const { address: walletAddress, description, key } = given;
    const amount = amountOf(given.amount);
    const what = { network: given.network, walletAddress, amount, description, key };
    const { withdrawalId } = await createPayout(ctx, what, getConfig());
    return withdrawalId;
  },
});

/** A balance that falls short is told by the verb: a payout that was made already is answered all the same. */
async function reviewed(ctx: PageFacts["ctx"], given: z.output<typeof order>) {
  const amount = amountOf(given.amount);
  const to = { address: given.address };
  const preview = await previewPayout(ctx, { network: given.network, to, amount }, getConfig());
  const { address, net, problems } = preview;
  if (address === null || net === null) {
    const text = problems[0]?.message;
    throw new AppError("validation_failed", { ...(text && { public: text }), details: problems });
  }
  return { ...preview, address, amount, net };
}

function amountOf(text: string): Units {
  const amount = parseAmount(text.trim());
  if (amount !== null) return amount;
  const message = "must be an amount with at most six decimal places";
  throw new AppError("validation_failed", { details: [{ path: "amount", message }] });
}
