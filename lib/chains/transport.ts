import type { Logger } from "@/lib/kit";
import { ChainMismatchError, ChainUnavailableError } from "./errors";
import { type Credential, createNodeClient, type NodeCall, type NodeClient } from "./node-client";
import { attempt, excuseOf, failureOf, type Member, newMember } from "./pool-member";

/** The nodes of one chain: asks one, goes on to the next, leaves a failing one alone for a while. */
export interface NodePool {
  /**
   * Does work with one node and, should that node fail, with the next.
   * Throws ChainUnavailableError when none can, and whatever else the work throws.
   */
  run<T>(work: (node: NodeClient) => Promise<T>): Promise<T>;
  /** The same work with every node that can, at once, answers in their order; throws as `run` when none can. */
  runEach<T>(work: (node: NodeClient) => Promise<T>): Promise<readonly T[]>;
  /** As `runEach`, but throws ChainMismatchError when a single node serves another chain. */
  demandEach(work: (node: NodeClient) => Promise<void>): Promise<void>;
  /** Asks every node for its height, once in a while; one far behind the others is left out until the next time. */
  survey(height: (node: NodeClient) => Promise<number>): Promise<void>;
  /** Calls to nodes since the start. */
  calls(): number;
}

export interface NodePoolOptions {
  readonly urls: readonly string[];
  readonly timeoutMs?: number | undefined;
  readonly logger: Logger;
  readonly onCall?: ((call: NodeCall) => void) | undefined;
  readonly credential: Credential;
  /** Blocks that a node may be behind the others. */
  readonly maxLagBlocks: number;
  /** Throws ChainMismatchError when the node serves another chain. Asked before a node's first use and after a failure. */
  readonly identify: (node: NodeClient) => Promise<void>;
}

type Work<T> = (node: NodeClient) => Promise<T>;

const TIMEOUT_MS = 10_000;
const SURVEY_EVERY_MS = 15_000;

/** A pool of the nodes that the settings name. */
export function createNodePool(options: NodePoolOptions): NodePool {
  let calls = 0;
  let surveyedAt = Number.NEGATIVE_INFINITY;
  const members = options.urls.map((url) =>
    newMember(
      createNodeClient(url, {
        timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
        credential: options.credential,
        onCall(call) {
          calls += call.calls;
          options.onCall?.(call);
        },
      }),
    ),
  );
  if (members.length === 0) throw new ChainUnavailableError("no node is configured");

  return {
    run: (work) => askInTurn(members, work, options),
    async runEach(work) {
      const { results, errors, reasons } = await askAll(members, work, options);
      if (results.length === 0) throw giveUp(members, reasons, errors);
      return results;
    },
    async demandEach(work) {
      const { results, errors, reasons } = await askAll(members, work, options);
      const mismatch = errors.find((error) => error instanceof ChainMismatchError);
      if (mismatch) throw mismatch;
      if (results.length === 0) throw giveUp(members, reasons, errors);
    },
    async survey(height) {
      if (members.length < 2 || Date.now() - surveyedAt < SURVEY_EVERY_MS) return;
      surveyedAt = Date.now();
      await compareHeights(members, height, options);
    },
    calls: () => calls,
  };
}

async function askInTurn<T>(
  members: readonly Member[],
  work: Work<T>,
  options: NodePoolOptions,
): Promise<T> {
  const reasons: string[] = [];
  const errors: Error[] = [];
  for (const member of members) {
    const excuse = excuseOf(member);
    if (excuse !== null) {
      reasons.push(excuse);
      continue;
    }
    try {
      return await attempt(member, work, options);
    } catch (thrown) {
      const error = failureOf(thrown);
      errors.push(error);
      reasons.push(`${member.client.host}: ${error.message}`);
    }
  }
  throw giveUp(members, reasons, errors);
}

async function askAll<T>(members: readonly Member[], work: Work<T>, options: NodePoolOptions) {
  const reasons = members.map(excuseOf).filter((excuse) => excuse !== null);
  const awake = members.filter((member) => excuseOf(member) === null);
  const settled = await Promise.allSettled(awake.map((member) => attempt(member, work, options)));
  const results: T[] = [];
  const errors: Error[] = [];
  for (const [index, outcome] of settled.entries()) {
    if (outcome.status === "fulfilled") results.push(outcome.value);
    else {
      const error = failureOf(outcome.reason);
      errors.push(error);
      reasons.push(`${awake[index]?.client.host}: ${error.message}`);
    }
  }
  return { results, errors, reasons };
}

function giveUp(
  members: readonly Member[],
  reasons: readonly string[],
  errors: readonly Error[],
): Error {
  const [only] = errors;
  if (members.length === 1 && only instanceof ChainMismatchError) return only;
  return new ChainUnavailableError(`no node could answer (${reasons.join("; ")})`);
}

async function compareHeights(
  members: readonly Member[],
  height: Work<number>,
  options: NodePoolOptions,
): Promise<void> {
  const awake = members.filter((member) => Date.now() >= member.restsUntil);
  const answers = await Promise.allSettled(awake.map((member) => attempt(member, height, options)));
  const heights = answers.map((answer) => (answer.status === "fulfilled" ? answer.value : null));
  const reference = referenceHeight(heights.filter((value) => value !== null));
  for (const [index, member] of awake.entries()) {
    const own = heights[index] ?? null;
    const behind = own !== null && own < reference - options.maxLagBlocks;
    if (behind && !member.behind) {
      const { host } = member.client;
      options.logger.warn({ node: host, height: own, reference }, "node is far behind");
    }
    member.behind = behind;
  }
}

/** The highest of two; the middle one of more, so that a single boaster does not discredit the rest. */
function referenceHeight(heights: readonly number[]): number {
  const sorted = [...heights].sort((a, b) => b - a);
  return sorted[sorted.length < 3 ? 0 : Math.floor((sorted.length - 1) / 2)] ?? 0;
}
