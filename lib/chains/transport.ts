import type { Logger } from "@/lib/kit";
import { ChainMismatchError, ChainUnavailableError } from "./errors";
import {
  type Credential,
  createNodeClient,
  type NodeCall,
  type NodeClient,
  NodeFailure,
} from "./node-client";

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

interface Member {
  readonly client: NodeClient;
  failures: number;
  restsUntil: number;
  known: boolean;
  behind: boolean;
}

const TIMEOUT_MS = 10_000;
const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 60_000;
const MISMATCH_REST_MS = 60_000;
const SURVEY_EVERY_MS = 15_000;

/** A pool of the nodes at these URLs. */
export function createNodePool(options: NodePoolOptions): NodePool {
  const { logger, identify, maxLagBlocks } = options;
  let calls = 0;
  let surveyedAt = Number.NEGATIVE_INFINITY;

  const members = options.urls.map((url): Member => {
    const client = createNodeClient(url, {
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      credential: options.credential,
      onCall(call) {
        calls += call.calls;
        options.onCall?.(call);
      },
    });
    return { client, failures: 0, restsUntil: 0, known: false, behind: false };
  });
  if (members.length === 0) throw new ChainUnavailableError("no node is configured");

  async function attempt<T>(member: Member, work: (node: NodeClient) => Promise<T>): Promise<T> {
    const { client } = member;
    try {
      if (!member.known) {
        await identify(client);
        member.known = true;
      }
      const result = await work(client);
      member.failures = 0;
      return result;
    } catch (error) {
      if (error instanceof ChainMismatchError) {
        member.known = false;
        member.restsUntil = Date.now() + MISMATCH_REST_MS;
        logger.error({ node: client.host, reason: error.message }, "node serves another chain");
      } else if (error instanceof NodeFailure) {
        if (error.kind !== "question") rest(member, error);
        logger.warn({ node: client.host, reason: error.message }, "node failed");
      }
      throw error;
    }
  }

  /** Why a member is not asked now, null when it may be. */
  function excuseOf(member: Member): string | null {
    if (member.behind) return `${member.client.host}: behind`;
    return Date.now() < member.restsUntil ? `${member.client.host}: resting` : null;
  }

  /** Throws what is no failure of a node; returns what is. */
  function failureOf(error: unknown): NodeFailure | ChainMismatchError {
    if (error instanceof NodeFailure || error instanceof ChainMismatchError) return error;
    throw error;
  }

  function giveUp(reasons: readonly string[], errors: readonly Error[]): Error {
    const [only] = errors;
    if (members.length === 1 && only instanceof ChainMismatchError) return only;
    return new ChainUnavailableError(`no node could answer (${reasons.join("; ")})`);
  }

  async function askAll<T>(work: (node: NodeClient) => Promise<T>) {
    const reasons = members.map(excuseOf).filter((excuse) => excuse !== null);
    const awake = members.filter((member) => excuseOf(member) === null);
    const settled = await Promise.allSettled(awake.map((member) => attempt(member, work)));
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

  return {
    async run(work) {
      const reasons: string[] = [];
      const errors: Error[] = [];
      for (const member of members) {
        const excuse = excuseOf(member);
        if (excuse !== null) {
          reasons.push(excuse);
          continue;
        }
        try {
          return await attempt(member, work);
        } catch (thrown) {
          const error = failureOf(thrown);
          errors.push(error);
          reasons.push(`${member.client.host}: ${error.message}`);
        }
      }
      throw giveUp(reasons, errors);
    },
    async runEach(work) {
      const { results, errors, reasons } = await askAll(work);
      if (results.length === 0) throw giveUp(reasons, errors);
      return results;
    },
    async demandEach(work) {
      const { results, errors, reasons } = await askAll(work);
      const mismatch = errors.find((error) => error instanceof ChainMismatchError);
      if (mismatch) throw mismatch;
      if (results.length === 0) throw giveUp(reasons, errors);
    },
    async survey(height) {
      if (members.length < 2 || Date.now() - surveyedAt < SURVEY_EVERY_MS) return;
      surveyedAt = Date.now();
      const awake = members.filter((member) => Date.now() >= member.restsUntil);
      const answers = await Promise.allSettled(awake.map((member) => attempt(member, height)));
      const heights = answers.map((answer) =>
        answer.status === "fulfilled" ? answer.value : null,
      );
      const reference = referenceHeight(heights.filter((value) => value !== null));
      for (const [index, member] of awake.entries()) {
        const own = heights[index] ?? null;
        const behind = own !== null && own < reference - maxLagBlocks;
        if (behind && !member.behind) {
          logger.warn({ node: member.client.host, height: own, reference }, "node is far behind");
        }
        member.behind = behind;
      }
    },
    calls: () => calls,
  };
}

/** The highest of two; the middle one of more, so that a single boaster does not discredit the rest. */
function referenceHeight(heights: readonly number[]): number {
  const sorted = [...heights].sort((a, b) => b - a);
  return sorted[sorted.length < 3 ? 0 : Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Several questions that fail together are one failure. */
function rest(member: Member, failure: NodeFailure): void {
  if (Date.now() >= member.restsUntil) member.failures += 1;
  member.known = false;
  const grown = Math.min(FIRST_REST_MS * 2 ** (member.failures - 1), LONGEST_REST_MS);
  const jittered = grown * (0.5 + Math.random() / 2);
  const until = Date.now() + Math.max(jittered, failure.retryAfterMs ?? 0);
  member.restsUntil = Math.max(member.restsUntil, until);
}
