import { z } from "zod";
import { parseInput, type RawInput } from "./input";
import { TEXTS } from "./texts";

/** What the sandbox plays on a payment page: how a payment may go. */
export const SCENES = ["exact", "part", "over", "two", "late", "expire", "reorganise"] as const;
export type Scene = (typeof SCENES)[number];

export const payCheckoutBody = z.object({
  scene: z
    .enum(SCENES, { error: TEXTS.scene })
    .optional()
    .meta({
      description:
        "What is played: exact (the default) pays what remains, part 60 % of it, over 110 %, two the sum in two payments at once; late ends the time and pays then, expire ends the time, reorganise pays and lets the chain take the payment back before it comes again",
      examples: ["part"],
    }),
});

/** Reads public/checkout/{code}/pay; without a scene it is a plain payment. Throws validation_failed. */
export function parsePayCheckout(raw: RawInput): Scene {
  return parseInput(payCheckoutBody, raw, { body: ["scene"] }).scene ?? "exact";
}
