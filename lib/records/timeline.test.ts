import { describe, expect, it } from "vitest";
import { type TimelineRows, timelineOf } from "./timeline";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const hash = (letter: string) => letter.repeat(64);
const anna = { kind: "user", id: "1", name: "Anna", email: "anna@example.com" } as const;

function rows(over: {
  record?: object;
  facts?: object;
  transfers?: readonly object[];
  sweeps?: readonly object[];
  events?: readonly object[];
  audit?: readonly object[];
}): TimelineRows {
  return {
    record: {
      id: "invoice-1",
      kind: "invoice",
      status: "confirmed",
      network: "USDT-TRC20",
      amount_units: "5000000",
      latest_height: "110",
      created_at: at(0),
      confirmed_at: null,
      expires_at: at(59),
      processed_at: null,
      tx_hash: null,
      reason: null,
      remarks: null,
      ...over.record,
    },
    facts: {
      settled_at: null,
      failed_at: null,
      cancelled_at: null,
      extended_at: null,
      approved_at: null,
      blocked_reason: null,
      ...over.facts,
    },
    transfers: over.transfers ?? [],
    sweeps: over.sweeps ?? [],
    events: over.events ?? [],
    audit: over.audit ?? [],
    actors: new Map([["user:1", anna]]),
    required: 19,
    now: new Date(at(58)),
  } as unknown as TimelineRows;
}

const transfer = (over: object) => ({
  tx_hash: hash("a"),
  log_index: 0,
  height: "100",
  amount_units: "5000000",
  state: "seen",
  late: false,
  first_seen_at: at(10),
  final_at: null,
  ...over,
});
const kinds = (given: TimelineRows) => timelineOf(given).map(({ kind }) => kind);

describe("D-10: a record's time line", () => {
  it("goes from its creation over the chain and the sweep to the shop", () => {
    const paid = rows({
      record: { confirmed_at: at(40) },
      facts: { settled_at: at(30) },
      transfers: [transfer({ state: "final", final_at: at(30) })],
      sweeps: [
        {
          id: "s",
          amount_units: "5000000",
          tx_hash: hash("b"),
          created_at: at(31),
          settled_at: at(39),
        },
      ],
      events: [
        {
          status: "confirmed",
          created_at: at(40),
          attempts: [
            {
              attempt: 1,
              started_at: at(41),
              duration_ms: 12,
              status_code: 500,
              error: "HTTP 500",
            },
            { attempt: 2, started_at: at(45), duration_ms: 9, status_code: 200, error: null },
          ],
        },
      ],
      audit: [
        { subject_id: "event-1", action: "webhook.retried", actor: "user:1", created_at: at(44) },
        { subject_id: "invoice-1", action: "invoice.created", actor: "user:1", created_at: at(0) },
      ],
    });
    expect(kinds(paid)).toEqual([
      "created",
      "seen",
      "paid",
      "final",
      "sweep_planned",
      "swept",
      "confirmed",
      "told",
      "webhook_attempt",
      "webhook_retried",
      "webhook_attempt",
    ]);
    const line = timelineOf(paid);
    expect(line[0]).toMatchObject({ actor: anna, amount: 5_000_000n });
    expect(line[8]).toMatchObject({ statusCode: 500, durationMs: 12, text: "HTTP 500" });
    expect(line[9]).toMatchObject({ actor: anna, at: new Date(at(44)) });
    expect(line[1]?.confirmations).toBeNull();
  });

  it("counts the blocks of a payment that is not final, and says until when it is waited for", () => {
    const open = rows({ record: { status: "initiated" }, transfers: [transfer({})] });
    expect(kinds(open)).toEqual(["created", "seen", "expires"]);
    expect(timelineOf(open)[1]?.confirmations).toEqual({ have: 11, required: 19 });
    const before = rows({ record: { latest_height: null }, transfers: [transfer({})] });
    expect(timelineOf(before)[1]?.confirmations).toEqual({ have: 0, required: 19 });
  });

  it("shows what a reorganisation took away, where it stood, and what came in its place", () => {
    const torn = rows({
      transfers: [
        transfer({ state: "orphaned" }),
        transfer({ tx_hash: hash("c"), first_seen_at: at(20), state: "final", final_at: at(25) }),
      ],
    });
    const line = timelineOf(torn);
    expect(line.map(({ kind, txHash }) => [kind, txHash?.[0]])).toEqual([
      ["created", undefined],
      ["seen", "a"],
      ["unwound", "a"],
      ["seen", "c"],
      ["final", "c"],
    ]);
    expect(line[2]?.at).toBeNull();
  });

  it("tells a failure, a cancellation and a late payment in their order", () => {
    const late = rows({
      record: { reason: "expired", confirmed_at: at(50) },
      facts: { failed_at: at(20), settled_at: at(45) },
      transfers: [
        transfer({ late: true, first_seen_at: at(30), state: "final", final_at: at(45) }),
      ],
    });
    const line = timelineOf(late);
    expect(line.map(({ kind, text }) => [kind, text])).toEqual([
      ["created", null],
      ["failed", "expired"],
      ["seen", "late"],
      ["paid", null],
      ["final", null],
      ["confirmed", null],
    ]);
  });

  it("tells who let money go, each time it was signed, and what is in its way", () => {
    const out = rows({
      record: { kind: "withdrawal", id: "w", status: "sent" },
      facts: { approved_at: at(5), blocked_reason: "no gas" },
      audit: [
        { subject_id: "w", action: "withdrawal.created", actor: "api_key:9", created_at: at(0) },
        { subject_id: "w", action: "withdrawal.approved", actor: "user:1", created_at: at(5) },
        { subject_id: "w", action: "withdrawal.sent", actor: "job:move", created_at: at(6) },
        { subject_id: "w", action: "withdrawal.signed_anew", actor: "job:move", created_at: at(9) },
      ],
    });
    const line = timelineOf(out);
    expect(line.map(({ kind }) => kind)).toEqual([
      "created",
      "approved",
      "sent",
      "sent",
      "blocked",
    ]);
    expect(line[1]?.actor).toEqual(anna);
    expect(line[4]).toMatchObject({ at: null, text: "no gas" });
    const refused = rows({
      record: {
        kind: "withdrawal",
        id: "w",
        status: "rejected",
        processed_at: at(7),
        remarks: "unknown",
      },
      audit: [
        { subject_id: "w", action: "withdrawal.rejected", actor: "user:1", created_at: at(7) },
      ],
    });
    expect(timelineOf(refused).at(-1)).toMatchObject({
      kind: "rejected",
      actor: anna,
      text: "unknown",
    });
  });
});
