import type { Logger } from "@/lib/kit";
import { ChainMismatchError, ChainUnavailableError } from "./errors";
import { createNodeClient, type NodeCall, type NodeClient, NodeFailure } from "./node-client";

/** The nodes of one chain: asks one, goes on to the next, leaves a failing one alone for a while. */
export interface NodePool {
  /**
   * Does work with one node and, should that node fail, with the next.
   * Throws ChainUnavailableError when none can, and whatever else the work throws.
   */
  run<T>(work: (node: NodeClient) => Promise<T>): Promise<T>;
  /** The same work with every node that can, in their order; throws as `run` when none can. */
  runEach<T>(work: (node: NodeClient) => Promise<T>): Promise<readonly T[]>;
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
  /** The header in which a provider wants its key. */
  readonly keyHeader: string;
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
      keyHeader: options.keyHeader,
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

  /** Tries members in order until `enough` have answered. */
  async function collect<T>(enough: number, work: (node: NodeClient) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    const reasons: string[] = [];
    let mismatch: ChainMismatchError | null = null;
    for (const member of members) {
      if (results.length >= enough) break;
      if (member.behind) reasons.push(`${member.client.host}: behind`);
      else if (Date.now() < member.restsUntil) reasons.push(`${member.client.host}: resting`);
      else {
        try {
          results.push(await attempt(member, work));
        } catch (error) {
          if (error instanceof ChainMismatchError) mismatch = error;
          else if (!(error instanceof NodeFailure)) throw error;
          reasons.push(`${member.client.host}: ${error.message}`);
        }
      }
    }
    if (results.length > 0) return results;
    if (mismatch && reasons.length === 1) throw mismatch;
    throw new ChainUnavailableError(`no node could answer (${reasons.join("; ")})`);
  }

  return {
    async run(work) {
      const [result] = await collect(1, work);
      return result as Awaited<ReturnType<typeof work>>;
    },
    runEach: (work) => collect(members.length, work),
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

function rest(member: Member, failure: NodeFailure): void {
  member.failures += 1;
  member.known = false;
  const grown = Math.min(FIRST_REST_MS * 2 ** (member.failures - 1), LONGEST_REST_MS);
  const jittered = grown * (0.5 + Math.random() / 2);
  member.restsUntil = Date.now() + Math.max(jittered, failure.retryAfterMs ?? 0);
}
