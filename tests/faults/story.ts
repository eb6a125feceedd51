import postgres, { type Sql } from "postgres";
import { type Payment, payEthereum, payTron } from "../support/payer";
import type { RunningSandbox } from "../support/whole-sandbox";
import { callUntilAnswered } from "./calls";
import { type Kill, KillPlan } from "./kills";
import { seededRandom } from "./random";
import { readFacts, STEPS, stepOf } from "./steps";
import { OUT_STEPS } from "./withdrawal-steps";
import { type Outgoing, type OutgoingRun, playPayout, playWithdrawal } from "./withdrawal-story";

/** Kills per movement and seed; each seed has four movements. */
const KILLS = 2;
const STORY_TIMEOUT_MS = 180_000;

export interface StoryResult {
  readonly seed: number;
  readonly kills: readonly Kill[];
  readonly invoiceIds: readonly string[];
  readonly outgoing: readonly Outgoing[];
  readonly seconds: number;
}

/**
 * One seed: an invoice on each network is paid, a user withdraws on one and the merchant pays out on the other
 * while, at steps that the seed chooses, a process that the seed chooses is killed with SIGKILL. Ends when all
 * are through and told. Throws when that does not happen.
 */
export async function playStory(
  sandbox: RunningSandbox,
  seed: number,
  webhookUrl: string,
  merchantId: string,
): Promise<StoryResult> {
  const began = Date.now();
  const random = seededRandom(seed);
  const sql = connectPatiently(sandbox.ownerUrl);
  const kills: Kill[] = [];
  try {
    const networks = ["USDT-ERC20", "USDT-TRC20"] as const;
    const paid = networks.map((network) =>
      playPayment({ sandbox, sql, network, random, kills, webhookUrl, seed }),
    );
    const out = networks.map((network, i) => {
      const plan = new KillPlan(sandbox, random, OUT_STEPS, KILLS, kills);
      const run: OutgoingRun = { sandbox, sql, network, random, plan, webhookUrl, seed };
      return (seed + i) % 2 === 0 ? playWithdrawal(run) : playPayout(run, merchantId);
    });
    // All are waited for: one that fails must not be struck by the next seed's kills.
    await Promise.allSettled([...paid, ...out]);
    const invoiceIds = await Promise.all(paid);
    const outgoing = await Promise.all(out);
    return { seed, kills, invoiceIds, outgoing, seconds: (Date.now() - began) / 1000 };
  } finally {
    await sql.end({ timeout: 5 }).catch(() => undefined);
  }
}

function connectPatiently(url: string): Sql {
  return postgres(url, {
    max: 2,
    onnotice: () => undefined,
    connect_timeout: 2,
    backoff: () => 0.1,
  });
}

interface PaymentRun {
  readonly sandbox: RunningSandbox;
  readonly sql: Sql;
  readonly network: "USDT-ERC20" | "USDT-TRC20";
  readonly random: () => number;
  readonly kills: Kill[];
  readonly webhookUrl: string;
  readonly seed: number;
}

async function playPayment(run: PaymentRun): Promise<string> {
  const plan = new KillPlan(run.sandbox, run.random, STEPS, KILLS, run.kills);
  const amount = 1_000_000n * BigInt(5 + Math.floor(run.random() * 200)) + BigInt(run.seed);
  const invoice = await createInvoice(run, amount);
  plan.strike("invoice created");
  let payment: Payment | null = null;
  let pushedAt = 0;
  const end = Date.now() + STORY_TIMEOUT_MS;
  for (;;) {
    if (Date.now() > end)
      throw new Error(`seed ${run.seed}: ${run.network} invoice ${invoice.id} stands still`);
    payment ??= await pay(run, invoice.walletAddress, amount).catch(() => null);
    if (payment && Date.now() - pushedAt > 2_000) {
      await payment.push();
      pushedAt = Date.now();
    }
    const facts = await readFacts(run.sql, invoice.id).catch(() => null);
    if (facts) {
      const step = stepOf(facts, payment !== null);
      plan.strike(step);
      if (step === "webhook sent") return invoice.id;
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

function pay(run: PaymentRun, to: string, amount: bigint): Promise<Payment> {
  return run.network === "USDT-ERC20"
    ? payEthereum(run.sandbox.facts, to, amount)
    : payTron(run.sandbox.facts, to, amount);
}

/** Creates the invoice under an Idempotency-Key, as a careful integrator does: tried until it is answered. */
async function createInvoice(
  run: PaymentRun,
  amount: bigint,
): Promise<{ id: string; walletAddress: string }> {
  const text = `${amount / 1_000_000n}.${(amount % 1_000_000n).toString().padStart(6, "0")}`;
  const { answer } = await callUntilAnswered(run.sandbox, "/transaction/create", {
    key: `crash-${run.seed}-${run.network}`,
    query: {
      currencyType: run.network,
      amount: text,
      timer: "30",
      webhookUrl: run.webhookUrl,
    },
  });
  return { id: String(answer.transactionId), walletAddress: String(answer.walletAddress) };
}
