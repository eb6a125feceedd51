import type { Logger } from "@/lib/kit";
import { ChainMismatchError } from "./errors";
import { type NodeClient, NodeFailure } from "./node-client";

/** A node of a pool and how it did lately. */
export interface Member {
  readonly client: NodeClient;
  failures: number;
  restsUntil: number;
  known: boolean;
  behind: boolean;
}

const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 60_000;
/** A node that could not be reached may be back any moment; asking it costs it nothing. */
const LONGEST_UNREACHED_REST_MS = 4_000;
const MISMATCH_REST_MS = 60_000;

export function newMember(client: NodeClient): Member {
  return { client, failures: 0, restsUntil: 0, known: false, behind: false };
}

/** Why a member is not asked now, null when it may be. */
export function excuseOf(member: Member): string | null {
  if (member.behind) return `${member.client.host}: behind`;
  return Date.now() < member.restsUntil ? `${member.client.host}: resting` : null;
}

export interface Asking {
  readonly identify: (node: NodeClient) => Promise<void>;
  readonly logger: Logger;
}

/** Does work with one node, after asking which chain it serves if that is not known; a node that fails rests. */
export async function attempt<T>(
  member: Member,
  work: (node: NodeClient) => Promise<T>,
  { identify, logger }: Asking,
): Promise<T> {
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

/** Throws what is no failure of a node; returns what is. */
export function failureOf(error: unknown): NodeFailure | ChainMismatchError {
  if (error instanceof NodeFailure || error instanceof ChainMismatchError) return error;
  throw error;
}

/** Several questions that fail together are one failure. */
function rest(member: Member, failure: NodeFailure): void {
  if (Date.now() >= member.restsUntil) member.failures += 1;
  member.known = false;
  const longest = failure.kind === "connection" ? LONGEST_UNREACHED_REST_MS : LONGEST_REST_MS;
  const grown = Math.min(FIRST_REST_MS * 2 ** (member.failures - 1), longest);
  const jittered = grown * (0.5 + Math.random() / 2);
  const until = Date.now() + Math.max(jittered, failure.retryAfterMs ?? 0);
  member.restsUntil = Math.max(member.restsUntil, until);
}
