import { z } from "zod";
import type { OrderDraft, TierText } from "@/components/dashboard";
import { AppError, type FieldProblem, NETWORK_IDS, parseAmount, type Units } from "@/lib/kit";
import { MERCHANT_TIERS } from "@/lib/merchants";
import type { Order } from "@/lib/operator";

const network = z.enum(NETWORK_IDS);
const merchantId = z.uuid();
const typed = z.string().max(600);
const tiers = z.array(z.object({ from: typed, percent: typed })).max(50);

/** What the forms of this area send; what is wrong with a text is told by `readOrder` and the verb. */
export const draftSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("merchant.create"), name: typed, ownerEmail: typed }),
  z.object({ kind: z.literal("merchant.invite-owner"), merchantId, ownerEmail: typed }),
  z.object({ kind: z.literal("merchant.suspend"), merchantId, reason: typed }),
  z.object({ kind: z.literal("merchant.resume"), merchantId }),
  z.object({ kind: z.literal("merchant.fee-tiers"), merchantId, tiers }),
  z.object({
    kind: z.literal("merchant.rate-limits"),
    merchantId,
    limits: z.record(z.string().max(40), typed),
  }),
  z.object({
    kind: z.literal("merchant.key-caps"),
    merchantId,
    cap: z.enum(["default", "none", "amount"]),
    amount: typed,
  }),
  z.object({ kind: z.literal("fees.settle"), network: network.nullable() }),
  z.object({ kind: z.enum(["energy.stake", "energy.unstake"]), amount: typed }),
  z.object({ kind: z.literal("energy.withdraw") }),
  z.object({ kind: z.literal("network.resume"), network, note: typed }),
]) satisfies z.ZodType<OrderDraft>;

export const tiersSchema = tiers;

type Tier = Extract<Order, { kind: "merchant.fee-tiers" }>["tiers"][number];

const PPM_PER_UNIT = 100n;
const SUN_PER_TRX = 1_000_000n;

/** An order, of what was typed. Throws validation_failed, with the field that is wrong. */
export function readOrder(draft: OrderDraft): Order {
  switch (draft.kind) {
    case "merchant.fee-tiers": {
      const { kind } = draft;
      return { kind, merchantId: draft.merchantId, tiers: readTiers(draft.tiers) };
    }
    case "merchant.rate-limits":
      return { ...draft, limits: readLimits(draft.limits) };
    case "merchant.key-caps": {
      const { kind } = draft;
      return { kind, merchantId: draft.merchantId, dailyCap: readCap(draft.cap, draft.amount) };
    }
    case "energy.stake":
    case "energy.unstake":
      return { kind: draft.kind, amount: readTrx(draft.amount) };
    default:
      return draft;
  }
}

/** Rows of a fee table: USDT from which on, and percent of at most four decimals. Throws validation_failed. */
export function readTiers(rows: readonly TierText[]): readonly Tier[] {
  return rows.map(({ from, percent }, place) => {
    const units = parseAmount(from);
    // Read as micro-units, percent has six decimals: one part per million is the fourth of them.
    const micro = parseAmount(percent);
    if (units === null || micro === null || micro % PPM_PER_UNIT !== 0n) {
      throw wrong([{ path: "tiers", message: `row ${place + 1} is not right` }]);
    }
    return { from: units, ratePpm: Number(micro / PPM_PER_UNIT) };
  });
}

function readLimits(typed: Readonly<Record<string, string>>): Record<string, number | null> {
  const limits: Record<string, number | null> = {};
  const problems: FieldProblem[] = [];
  for (const tier of MERCHANT_TIERS) {
    const text = (typed[tier] ?? "").trim();
    if (text === "") limits[tier] = null;
    else if (/^[1-9]\d{0,5}$/.test(text)) limits[tier] = Number(text);
    else problems.push({ path: tier, message: "must be a whole number from 1 to 999999" });
  }
  if (problems.length > 0) throw wrong(problems);
  return limits;
}

function readCap(cap: "default" | "none" | "amount", typed: string): Units | null | "default" {
  if (cap !== "amount") return cap === "none" ? null : "default";
  const units = parseAmount(typed);
  if (units === null) throw wrong([{ path: "amount", message: "must be an amount of USDT" }]);
  return units;
}

function readTrx(typed: string): bigint {
  if (!/^[1-9]\d{0,10}$/.test(typed)) {
    throw wrong([{ path: "amount", message: "must be whole TRX, at least 1" }]);
  }
  return BigInt(typed) * SUN_PER_TRX;
}

const wrong = (details: readonly FieldProblem[]) => new AppError("validation_failed", { details });
