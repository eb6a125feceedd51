import { describe, expect, it } from "vitest";
import { newId, units } from "@/lib/kit";
import {
  figureCredited,
  figureHeld,
  figureLowered,
  figureRaised,
  figureReleased,
} from "@/lib/ledger";
import { readCause } from "./movement-cause";

const nothing = { withdrawalId: null, adjustmentId: null, txHash: null, logIndex: null };
const id = newId();
const of = (cause: string) =>
  ({ network: "USDT-TRC20", cause, customer: newId(), amount: units(1n) }) as const;

describe("readCause", () => {
  const hash = "ab".repeat(32);
  it.each([
    [figureCredited(of(`USDT-TRC20:${hash}:3`)), { kind: "deposit", txHash: hash, logIndex: 3 }],
    [
      figureCredited(of(`manual:USDT-TRC20:${"a".repeat(40)}:bank: 7:8`)),
      { kind: "credited_by_hand", txHash: "bank: 7:8" },
    ],
    [figureCredited(of("anything")), { kind: "other" }],
    [figureHeld(of(id)), { kind: "withdrawal_held", withdrawalId: id }],
    [figureReleased(of(id)), { kind: "withdrawal_returned", withdrawalId: id }],
    [figureRaised(of(id)), { kind: "corrected", adjustmentId: id }],
    [figureLowered(of(id)), { kind: "corrected", adjustmentId: id }],
  ])("reads $kind $cause", ({ kind, cause }, expected) => {
    expect(readCause(kind, cause)).toEqual({ ...nothing, ...expected });
  });
});
