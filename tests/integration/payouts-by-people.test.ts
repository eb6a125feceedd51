import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type NetworkId, newId, units } from "@/lib/kit";
import {
  type CreatePayoutInput,
  createPayout,
  getPayout,
  PAYOUT_CREATE,
  previewPayout,
} from "@/lib/payouts";
import { addRecipient, RECIPIENT_ADD, recipientSubject } from "@/lib/recipients";
import { DECIDER_RIGHTS, type Decider, decider, shownOf } from "../support/deciders";
import { addPerson, isSpent } from "../support/persons";
import { pooled, somewhere } from "../support/till";
import { CONTRACT, codes, contracts, fulfilled, setUpTill, usdt } from "../support/till-orders";

const at = setUpTill();
let ada: Decider;
let ben: Decider;
beforeAll(async () => {
  ada = decider(at.till, await addPerson(at.till.worker, at.till.merchants[0], "finance"));
  ben = decider(at.till, await addPerson(at.till.worker, at.till.merchants[0], "finance"));
});
beforeEach(() =>
  at.till.set({
    four_eyes_units: null,
    payouts_only_to_recipients: false,
    only_recipients_until: null,
    recipient_hold_hours: 24,
  }),
);

const order = (over: Partial<CreatePayoutInput> = {}): CreatePayoutInput => ({
  network: "USDT-TRC20",
  walletAddress: somewhere(),
  amount: usdt(50),
  key: newId(),
  ...over,
});

const make = (who: Decider, input: CreatePayoutInput, stepUp?: string) =>
  createPayout(who.ctx({ stepUp }), input, contracts);

async function addToBook(network: NetworkId, address: string, label = "Exchange") {
  const of = { label, network, address, note: null };
  const ctx = await ada.armed(RECIPIENT_ADD, recipientSubject(of));
  return addRecipient(ctx, of, contracts);
}

describe("createPayout by a person", () => {
  it("D-16: by a code for exactly what was shown, once; another fact takes another code", async () => {
    await at.till.fund(usdt(100));
    const input = order();
    const wrong = [
      order(),
      { ...input, amount: usdt(49) },
      { ...input, walletAddress: somewhere() },
      { ...input, key: newId() },
    ];
    const denied = { code: "step_up_required" };
    await expect(make(ada, input)).rejects.toMatchObject(denied);
    for (const other of wrong) {
      const stepUp = await ada.confirm(PAYOUT_CREATE, shownOf(other));
      await expect(make(ada, input, stepUp)).rejects.toMatchObject(denied);
      expect(await isSpent(at.till.worker, stepUp)).toBe(false);
    }
    const stepUp = await ada.confirm(PAYOUT_CREATE, shownOf(input));
    await expect(make(ben, input, stepUp)).rejects.toMatchObject(denied);
    await at.till.set({ withdrawal_fee_payer: "merchant" });
    await expect(make(ada, input, stepUp), "the fee is another's now").rejects.toMatchObject(
      denied,
    );
    await at.till.set({ withdrawal_fee_payer: "user" });
    const [available = 0n, held = 0n] = await at.balances();
    const record = await make(ada, input, stepUp);
    expect(record).toMatchObject({ type: "payout", status: "processing", netAmount: 48 });
    expect(await at.balances()).toEqual([available - usdt(50), held + usdt(50)]);
    expect(await at.till.row(record.id)).toMatchObject({ madeBy: `user:${ada.person.id}` });
    expect(await isSpent(at.till.worker, stepUp)).toBe(true);
    await expect(make(ada, order(), stepUp)).rejects.toMatchObject(denied);
  });

  it("the same key answers the same payout, also fifty times at once, and one code is spent", async () => {
    await at.till.fund(usdt(1_000));
    const input = order();
    const stepUp = await ada.confirm(PAYOUT_CREATE, shownOf(input));
    const other = await ada.confirm(PAYOUT_CREATE, shownOf(input));
    const [available = 0n] = await at.balances();
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, i) => make(ada, input, i % 2 ? stepUp : other)),
    );
    expect(new Set(made.map((one) => one.id)).size).toBe(1);
    expect((await at.balances())[0]).toBe(available - usdt(50));
    const spent = [await isSpent(at.till.worker, stepUp), await isSpent(at.till.worker, other)];
    expect(spent.filter(Boolean)).toHaveLength(1);
    expect(await make(ada, input)).toEqual(made[0]);
    const reused = { code: "idempotency_key_reused" };
    await expect(make(ada, { ...input, amount: usdt(60) })).rejects.toMatchObject(reused);
    const nameless = { ...input, key: "" };
    await expect(make(ada, nameless)).rejects.toMatchObject({ code: "validation_failed" });
  });

  it("a double click with one code and two keys: one payout", async () => {
    await at.till.fund(usdt(1_000));
    const inputs = [order(), order()];
    const stepUp = await ada.confirm(PAYOUT_CREATE, shownOf(inputs[0] ?? order()));
    const results = await Promise.allSettled(inputs.map((input) => make(ada, input, stepUp)));
    expect(fulfilled(results)).toBe(1);
    expect(codes(results)).toEqual(["step_up_required"]);
  });

  it("is refused by the rules of withdrawals, and to places where money is lost", async () => {
    const cases: readonly [Partial<CreatePayoutInput>, string][] = [
      [{ walletAddress: "x" }, "Invalid wallet address format"],
      [{ walletAddress: pooled() }, "Destination address is not allowed"],
      [{ walletAddress: CONTRACT }, "Destination address is not allowed"],
      [
        { network: "USDT-ERC20", walletAddress: "0x000000000000000000000000000000000000dEaD" },
        "Destination address is not allowed",
      ],
      [{ amount: usdt(2) }, "Amount must be greater than the withdrawal fee"],
      [{ amount: usdt(50_000_000) }, "Insufficient merchant balance"],
    ];
    for (const [over, publicMessage] of cases) {
      const input = order(over);
      const stepUp = await ada.confirm(PAYOUT_CREATE, shownOf(input));
      await expect(make(ada, input, stepUp)).rejects.toMatchObject({ publicMessage });
      expect(await isSpent(at.till.worker, stepUp)).toBe(false);
    }
    await at.till.set({ withdrawal_fee_payer: "merchant" });
    await expect(make(ada, order({ amount: units(99_999n) }))).rejects.toMatchObject({
      code: "validation_failed",
      publicMessage: "Minimum withdrawal amount is greater than 0.1 USDT",
    });
  });

  it("takes the permission; another merchant's code and person are nobody here", async () => {
    const input = order();
    const reader = DECIDER_RIGHTS.filter((one) => one !== "payouts:create");
    const ctx = ada.ctx({ permissions: reader });
    await expect(createPayout(ctx, input, contracts)).rejects.toMatchObject({
      code: "scope_missing",
    });
    await expect(
      previewPayout(ctx, { network: "USDT-TRC20", to: null, amount: null }, contracts),
    ).rejects.toMatchObject({ code: "scope_missing" });
    const elsewhere = await ada.confirm(PAYOUT_CREATE, shownOf(input), 1);
    await expect(make(ada, input, elsewhere)).rejects.toMatchObject({ code: "step_up_required" });
    const made = await ada.pay(order({ amount: usdt(3) }));
    const there = ada.ctx({ merchant: 1 });
    await expect(getPayout(there, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("D-19: where payouts go to the address book alone", () => {
  it("what is not in it, or waits yet, is refused", async () => {
    await at.till.fund(usdt(1_000));
    await at.till.set({ payouts_only_to_recipients: true });
    const stray = { publicMessage: "Payouts go only to recipients of the address book" };
    await expect(ada.pay(order())).rejects.toMatchObject(stray);
    const address = somewhere();
    const entry = await addToBook("USDT-TRC20", address);
    const early = { publicMessage: expect.stringMatching(/^This recipient can be paid from 2/) };
    const input = order({ walletAddress: address });
    await expect(ada.pay(input)).rejects.toMatchObject(early);
    const later = new Date(entry.usableAt.getTime());
    const stepUp = await ada.confirm(PAYOUT_CREATE, shownOf(input));
    const ctx = ada.ctx({ stepUp, now: () => later });
    expect(await createPayout(ctx, input, contracts)).toMatchObject({ status: "processing" });
  });

  it("turned off, it holds until its time is over", async () => {
    await at.till.fund(usdt(1_000));
    const until = new Date(Date.now() + 60_000);
    await at.till.set({ only_recipients_until: until });
    await expect(ada.pay(order())).rejects.toMatchObject({ code: "validation_failed" });
    await at.till.set({ only_recipients_until: new Date() });
    expect(await ada.pay(order())).toMatchObject({ status: "processing" });
  });
});

describe("previewPayout", () => {
  const preview = (over: Partial<Parameters<typeof previewPayout>[1]> = {}, who = ada) =>
    previewPayout(who.ctx(), { network: "USDT-TRC20", to: null, amount: null, ...over }, contracts);

  it("says fee, net, payer, what is available and the most that goes", async () => {
    await at.till.fund(usdt(100));
    const [available = 0n] = await at.balances();
    expect(await preview()).toMatchObject({
      address: null,
      fee: usdt(2),
      net: null,
      available,
      max: available,
      problems: [],
      warnings: [],
    });
    const address = somewhere();
    const shown = await preview({ to: { address }, amount: usdt(50) });
    expect(shown).toMatchObject({
      address,
      recipient: null,
      net: usdt(48),
      debit: usdt(50),
      feePayer: "user",
      waitsForAnother: false,
      problems: [],
    });
    expect(shown.warnings.map((one) => one.kind)).toContain("new_address");
    await at.till.set({ withdrawal_fee_payer: "merchant", four_eyes_units: usdt(50).toString() });
    expect(await preview({ to: { address }, amount: usdt(50) })).toMatchObject({
      net: usdt(50),
      debit: usdt(52),
      max: available - usdt(2),
      waitsForAnother: true,
    });
    const all = { to: { address }, amount: units(available - usdt(2)) };
    expect((await preview(all)).problems).toEqual([]);
    const more = { ...all, amount: units(available - usdt(2) + 1n) };
    expect((await preview(more)).problems).toEqual([
      { path: "amount", message: "Insufficient merchant balance" },
    ]);
  });

  it("tells problems in the words that creating would", async () => {
    const cases = [
      ["x", "Invalid wallet address format"],
      [pooled(), "Destination address is not allowed"],
      [CONTRACT, "Destination address is not allowed"],
      ["T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", "Destination address is not allowed"],
    ] as const;
    for (const [address, message] of cases) {
      const { problems } = await preview({ to: { address }, amount: usdt(2) });
      expect(problems).toEqual([
        { path: "address", message },
        { path: "amount", message: "Amount must be greater than the withdrawal fee" },
      ]);
    }
    await at.till.set({ payouts_only_to_recipients: true });
    expect((await preview({ to: { address: somewhere() } })).problems).toEqual([
      { path: "address", message: "Payouts go only to recipients of the address book" },
    ]);
  });

  it("D-15: warns of a look-alike of what was paid before, and of a recipient that is new", async () => {
    const address = somewhere("USDT-ERC20");
    await at.till.fund(usdt(100), "USDT-ERC20");
    const input = order({ network: "USDT-ERC20", walletAddress: address });
    const paid = await ada.pay(input);
    const copy = `${address.slice(0, 6)}${"ab".repeat(16)}${address.slice(-4)}`.toLowerCase();
    const network = "USDT-ERC20";
    const kinds = async (to: string) =>
      (await preview({ network, to: { address: to } })).warnings.map((one) => one.kind);
    expect(await kinds(copy)).toEqual(["new_address"]);
    await at.till.write(paid.id, { state: "sent" });
    const { warnings } = await preview({ network, to: { address: copy } });
    expect(warnings).toContainEqual({ kind: "look_alike", known: [{ address, label: null }] });
    expect(await kinds(address)).toEqual([]);
    const entry = await addToBook(network, somewhere(network));
    expect(await preview({ network, to: { recipientId: entry.id } })).toMatchObject({
      address: entry.address,
      recipient: { id: entry.id, label: "Exchange" },
      warnings: [{ kind: "new_recipient", usableAt: entry.usableAt }],
    });
    const missing = preview({ network, to: { recipientId: newId() } });
    await expect(missing).rejects.toMatchObject({ code: "not_found" });
    const token = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
    expect(await kinds(token)).toContain("token_contract");
  });
});
