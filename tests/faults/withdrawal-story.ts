import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { type Address, formatAddress } from "@/lib/chains";
import type { Context } from "@/lib/command";
import { connect } from "@/lib/db";
import { type NetworkId, silentLogger, units } from "@/lib/kit";
import { createPayout } from "@/lib/payouts";
import type { RunningSandbox } from "../support/whole-sandbox";
import { callUntilAnswered } from "./calls";
import type { KillPlan } from "./kills";
import { outStepOf, readOutFacts } from "./withdrawal-steps";

const STORY_TIMEOUT_MS = 180_000;
const PAUSE_MS = 15;

export interface Outgoing {
  readonly id: string;
  readonly network: NetworkId;
  readonly recipient: Address;
}

export interface OutgoingRun {
  readonly sandbox: RunningSandbox;
  readonly sql: Sql;
  readonly network: NetworkId;
  readonly random: () => number;
  readonly plan: KillPlan;
  readonly webhookUrl: string;
  readonly seed: number;
}

/** A user withdraws to a fresh address over the API, while processes are killed at the plan's steps. */
export async function playWithdrawal(run: OutgoingRun): Promise<Outgoing> {
  const recipient = freshAddress();
  const { answer } = await callUntilAnswered(run.sandbox, "/public/user/withdrawal/create", {
    key: `crash-out-${run.seed}-${run.network}`,
    body: {
      userId: CRASH_USER,
      walletAddress: formatAddress(run.network, recipient),
      amount: 3 + Math.floor(run.random() * 5),
      currencyType: run.network,
      callbackUrl: run.webhookUrl,
    },
    // The call itself waits for the chain: its steps are struck while it does.
    meanwhile: (stop) => strikeByRecipient(run, recipient, stop),
  });
  const id = String((answer.data as { withdrawalId: string }).withdrawalId);
  await untilTold(run, id);
  return { id, network: run.network, recipient };
}

/** The merchant pays out to a fresh address, by the verb that the dashboard calls behind its one-time code. */
export async function playPayout(run: OutgoingRun, merchantId: string): Promise<Outgoing> {
  const recipient = freshAddress();
  const db = connect({ url: run.sandbox.ownerUrl, name: "crash-payout", max: 1 });
  const ctx: Context = {
    db,
    merchantId,
    actor: { kind: "operator", id: "crash-test" },
    permissions: new Set(["payouts:create"]),
    requestId: "req_crash",
    log: silentLogger,
    now: () => new Date(),
  };
  const { facts } = run.sandbox;
  const amount = units(BigInt(3 + Math.floor(run.random() * 5)) * 1_000_000n);
  const ask = () =>
    createPayout(
      ctx,
      {
        network: run.network,
        walletAddress: formatAddress(run.network, recipient),
        amount,
        callbackUrl: run.webhookUrl,
      },
      { usdtErc20Contract: facts.ethereum.usdt, usdtTrc20Contract: facts.tron.usdt },
    );
  try {
    // A lost answer is no reason to pay twice: what stands is looked for first.
    const id = await patiently(
      async () => (await findByRecipient(run, recipient)) ?? (await ask()).id,
    );
    await untilTold(run, id);
    return { id, network: run.network, recipient };
  } finally {
    await db.close().catch(() => undefined);
  }
}

/** Whoever withdraws in these stories. */
export const CRASH_USER = "crash-user";

function freshAddress(): Address {
  return randomBytes(20).toString("hex") as Address;
}

async function findByRecipient(run: OutgoingRun, recipient: Address): Promise<string | null> {
  const [row] = await run.sql<{ id: string }[]>`
    select id from withdrawals where network = ${run.network} and to_address = ${recipient}`;
  return row?.id ?? null;
}

async function strikeByRecipient(
  run: OutgoingRun,
  recipient: Address,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    const id = await findByRecipient(run, recipient).catch(() => null);
    if (id !== null) await step(run, id);
    await pause();
  }
}

async function untilTold(run: OutgoingRun, id: string): Promise<void> {
  const end = Date.now() + STORY_TIMEOUT_MS;
  while ((await step(run, id)) !== "told") {
    if (Date.now() > end) throw new Error(`seed ${run.seed}: ${run.network} ${id} stands still`);
    await pause();
  }
}

async function step(run: OutgoingRun, id: string): Promise<string | null> {
  const facts = await readOutFacts(run.sql, id).catch(() => null);
  if (facts === null) return null;
  const now = outStepOf(facts);
  run.plan.strike(now);
  return now;
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
