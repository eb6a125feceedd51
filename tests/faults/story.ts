import postgres, { type Sql } from "postgres";
import { type Payment, payEthereum, payTron } from "../support/payer";
import type { RunningSandbox, Victim } from "../support/whole-sandbox";
import { pick, seededRandom } from "./random";
import { readFacts, STEPS, type Step, stepOf, VICTIMS } from "./steps";

/** Kills per payment and seed. */
const KILLS = 4;
const STORY_TIMEOUT_MS = 180_000;

export interface Kill {
  readonly step: Step;
  readonly victim: Victim;
}

export interface StoryResult {
  readonly seed: number;
  readonly kills: readonly Kill[];
  readonly invoiceIds: readonly string[];
  readonly seconds: number;
}

/**
 * One seed: an invoice on each network is paid while, at steps that the seed chooses, a process that the seed
 * chooses is killed with SIGKILL. Ends when both are confirmed and told. Throws when that does not happen.
 */
export async function playStory(
  sandbox: RunningSandbox,
  seed: number,
  webhookUrl: string,
): Promise<StoryResult> {
  const began = Date.now();
  const random = seededRandom(seed);
  const sql = connectPatiently(sandbox.ownerUrl);
  const kills: Kill[] = [];
  try {
    const runs = await Promise.all(
      (["USDT-ERC20", "USDT-TRC20"] as const).map((network) =>
        playPayment({ sandbox, sql, network, random, kills, webhookUrl, seed }),
      ),
    );
    return { seed, kills, invoiceIds: runs, seconds: (Date.now() - began) / 1000 };
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
  const plan = new Map<Step, Victim>();
  while (plan.size < KILLS) plan.set(pick(run.random, STEPS), pick(run.random, VICTIMS));
  const amount = 1_000_000n * BigInt(5 + Math.floor(run.random() * 200)) + BigInt(run.seed);
  const invoice = await createInvoice(run, amount);
  strike(run, plan, "invoice created");
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
      strike(run, plan, step);
      if (step === "webhook sent") return invoice.id;
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

function strike(run: PaymentRun, plan: Map<Step, Victim>, step: Step): void {
  const victim = plan.get(step);
  if (victim === undefined) return;
  plan.delete(step);
  if (run.sandbox.kill(victim)) run.kills.push({ step, victim });
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
  const url = `${run.sandbox.facts.origin}/api/v1/transaction/create?currencyType=${run.network}&amount=${text}&timer=30&webhookUrl=${encodeURIComponent(run.webhookUrl)}`;
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: {
          apikey: run.sandbox.facts.merchant.apiKey,
          "idempotency-key": `crash-${run.seed}-${run.network}`,
        },
        signal: AbortSignal.timeout(10_000),
      });
      const json = (await answer.json()) as {
        transactionId: string;
        walletAddress: string;
        message: string;
      };
      if (answer.ok) return { id: json.transactionId, walletAddress: json.walletAddress };
      if (answer.status < 500 && answer.status !== 409) throw new TypeError(json.message);
    } catch (error) {
      if (error instanceof TypeError && !/fetch failed|terminated/.test(error.message)) throw error;
    }
    if (Date.now() > end) throw new Error(`seed ${run.seed}: no invoice could be made`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
