import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Intent, UnknownPayloadError } from "@/lib/chains";
import { present } from "@/lib/kit";
import { type Account, callData, prepare } from "../support/chains/lab";
import { startTronLab, type TronLab } from "../support/chains/tron-lab";

const TRX = 1_000_000n;
const USDT = 1_000_000n;
const STAKE = 200_000n * TRX;

let lab: TronLab;
let operator: Account;
beforeAll(async () => {
  lab = await startTronLab();
  operator = lab.newAccount();
  await lab.fund(operator.address, STAKE + 100n * TRX);
});
afterAll(() => lab?.stop());

async function sent(from: Account, intent: Intent) {
  const tx = await prepare(lab, from, intent);
  expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "accepted" });
  await lab.mine();
  const receipt = present(await lab.adapter.receipt(tx.txHash), "the receipt");
  expect(receipt.status).toBe("success");
  return receipt;
}
const own = (kind: Intent["kind"], value: bigint): Intent => ({
  kind,
  from: operator.address,
  to: operator.address,
  value,
});

/** A deposit address with 10 USDT on it, and the transfer that sweeps it to someone who holds USDT. */
async function depositAddress() {
  const account = lab.newAccount();
  const treasury = lab.newAccount().address;
  for (const to of [account.address, treasury]) {
    await lab.call(lab.boss, lab.token, callData.transfer(to, 10n * USDT));
  }
  await lab.mine();
  const { address } = account;
  const transfer: Intent = { kind: "token", from: address, to: treasury, value: 10n * USDT };
  const read = async () => {
    const quote = await lab.adapter.quote(transfer);
    const terms = await lab.adapter.findEnergyTerms(operator.address, transfer, quote);
    return { quote, terms: present(terms, "the terms") };
  };
  return { account, transfer, read };
}

describe("energy of a stake, on Tron", () => {
  it("is staked, lent, used for a transfer that burns nothing, and taken back", async () => {
    await sent(operator, own("stake_energy", STAKE));
    const { account, transfer, read } = await depositAddress();
    const before = await read();
    expect(before.terms).toMatchObject({ opened: false, lendable: STAKE, native: 0n });
    expect(before.terms.burnt).toBeGreaterThan(TRX);
    await sent(operator, {
      kind: "native",
      from: operator.address,
      to: account.address,
      value: 1n,
    });
    const { terms } = await read();
    expect(terms.opened).toBe(true);
    const loan = { from: operator.address, to: account.address, value: terms.stake };
    await sent(operator, { kind: "lend_energy", ...loan });
    const lent = await read();
    expect(lent.terms).toMatchObject({ stake: 0n, burnt: 0n, lendable: STAKE - terms.stake });
    const receipt = await sent(account, transfer);
    expect(receipt.feePaid).toBe(0n);
    expect(receipt.transfers).toMatchObject([{ to: transfer.to, value: 10n * USDT }]);
    expect(await lab.adapter.nativeBalance(account.address)).toBe(1n);
    await sent(operator, { kind: "reclaim_energy", ...loan });
    await expect(lab.adapter.quote({ kind: "reclaim_energy", ...loan })).rejects.toThrow(
      "not lent",
    );
    // What was used up comes back with the stake, and recovers within a day.
    const after = await (await depositAddress()).read();
    expect(after.terms.lendable).toBeLessThan(STAKE);
    expect(after.terms.lendable).toBeGreaterThan(STAKE - terms.stake - 1n);
  });

  it("more than is staked can be neither lent nor unstaked, nor staked than is owned", async () => {
    const { account } = await depositAddress();
    const quote = (intent: Intent) => lab.adapter.quote(intent);
    const lend = { from: operator.address, to: account.address, value: 2n * STAKE };
    await expect(quote({ kind: "lend_energy", ...lend })).rejects.toThrow("stake short");
    await expect(quote(own("unstake_energy", 2n * STAKE))).rejects.toThrow("stake short");
    await expect(quote(own("stake_energy", STAKE))).rejects.toThrow("balance short");
    await expect(quote(own("withdraw_unstaked", 0n))).rejects.toThrow("nothing to withdraw yet");
  });

  it("is lent with a little more, for the share shrinks while others stake", async () => {
    const { account, read } = await depositAddress();
    await lab.fund(account.address, 1n);
    const { terms } = await read();
    const loan = { from: operator.address, to: account.address, value: terms.stake };
    await sent(operator, { kind: "lend_energy", ...loan });
    await lab.control("params", { totalEnergyWeight: 19_100_000_000 });
    expect((await read()).terms.stake).toBe(0n);
    await lab.control("params", { totalEnergyWeight: 19_000_000_000 });
    await sent(operator, { kind: "reclaim_energy", ...loan });
  });

  it("can be unstaked while its energy is used up, and no more than a number holds is tried", async () => {
    const { account, read } = await depositAddress();
    const { lendable } = (await read()).terms;
    expect(lendable).toBeLessThan(STAKE);
    await lab.adapter.quote(own("unstake_energy", STAKE));
    const lend = { from: operator.address, to: account.address, value: STAKE };
    await expect(lab.adapter.quote({ kind: "lend_energy", ...lend })).rejects.toThrow("short");
    const absurd = own("stake_energy", 10n ** 17n);
    await expect(lab.adapter.quote(absurd)).rejects.toThrow("more than there is");
  });

  it("is unstaked, and the coin comes back after the chain's days", async () => {
    await sent(operator, own("unstake_energy", 1_000n * TRX));
    await expect(lab.adapter.quote(own("withdraw_unstaked", 0n))).rejects.toThrow("nothing");
    await lab.control("params", { unfreezeDelayDays: 0 });
    await sent(operator, own("unstake_energy", 500n * TRX));
    await lab.mine();
    const before = await lab.adapter.nativeBalance(operator.address);
    const { feePaid } = await sent(operator, own("withdraw_unstaked", 0n));
    expect(await lab.adapter.nativeBalance(operator.address)).toBe(before + 500n * TRX - feePaid);
  });

  it("nobody without an account on the chain lends", async () => {
    const { transfer } = await depositAddress();
    const quote = await lab.adapter.quote(transfer);
    const nobody = lab.newAccount().address;
    expect(await lab.adapter.findEnergyTerms(nobody, transfer, quote)).toBeNull();
  });

  it("is told apart from stake for bandwidth, locks and other amounts, by the bytes", async () => {
    const { account } = await depositAddress();
    const loan: Intent = {
      kind: "lend_energy",
      from: operator.address,
      to: account.address,
      value: 5n * TRX,
    };
    const { payload } = await lab.adapter.build(loan, await lab.adapter.quote(loan), null);
    expect(lab.codec.decode(payload).intent).toEqual(loan);
    const { web } = await tronweb();
    const options = { blockHeader: header(payload) };
    const from = `41${operator.address}`;
    const to = `41${account.address}`;
    const written = [
      await web.delegateResource(5_000_000, to, "BANDWIDTH", from, false, undefined, options),
      await web.delegateResource(5_000_000, to, "ENERGY", from, true, 100, options),
      await web.freezeBalanceV2(5_000_000, "BANDWIDTH", from, options),
      await web.undelegateResource(5_000_000, to, "BANDWIDTH", from, options),
    ];
    for (const { raw_data_hex } of written) {
      expect(() => lab.codec.decode(raw_data_hex)).toThrow(UnknownPayloadError);
    }
  });
});

async function tronweb() {
  const { TronWeb } = await import("tronweb");
  return { web: new TronWeb({ fullHost: "http://127.0.0.1:1" }).transactionBuilder };
}

/** The same binding to the chain as a payload of ours. */
function header(payload: string) {
  const now = Date.now();
  return {
    ref_block_bytes: payload.slice(4, 8),
    ref_block_hash: payload.slice(12, 28),
    expiration: now + 60_000,
    timestamp: now,
  };
}
