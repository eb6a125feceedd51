import { BatchRefusedError, UnsupportedIntentError, WouldRevertError } from "@/lib/chains/errors";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { Address, BatchMember, BatchSite, FeeQuote, Intent } from "@/lib/chains/port";
import { type FeeTerms, readPrice, toQuote } from "./fees";
import { RpcError, rpc, rpcBatch, settle } from "./rpc";
import {
  CREATE2_FACTORY,
  decodeSwept,
  delegateAddress,
  delegationCode,
  encodeSweepAll,
} from "./sweep-delegate";
import { callResult, count, quantity } from "./wire";

/** EIP-7702: what every authorization costs before anything runs. */
const AUTHORIZATION_GAS = 25_000n;
const SHORT = "balance short";

/** Where a batch to that treasury would be swept, and which of the accounts have yet to authorize that. */
export async function readBatchSite(
  node: NodeClient,
  token: Address,
  operator: Address,
  treasury: Address,
  members: readonly Address[],
): Promise<BatchSite> {
  const delegate = delegateAddress({ operator, treasury, token });
  const ask = (method: string, address: Address) => ({
    method,
    params: [`0x${address}`, "latest"],
  });
  const answers = await rpcBatch(node, [
    ask("eth_getCode", delegate),
    ...members.flatMap((member) => [
      ask("eth_getCode", member),
      ask("eth_getTransactionCount", member),
    ]),
  ]);
  const authorizes = members.map((_, index) => {
    const code = settle(answers[1 + 2 * index], callResult, "eth_getCode");
    const nonce = settle(answers[2 + 2 * index], count, "eth_getTransactionCount");
    return code === delegationCode(delegate) ? null : nonce;
  });
  const deployed = settle(answers[0], callResult, "eth_getCode") !== "";
  return { delegate, deployed, authorizes };
}

/**
 * Simulates a batch as if its accounts had authorized it already, which needs no signature: their code is put in their
 * place for the call. Throws BatchRefusedError, UnsupportedIntentError, WouldRevertError.
 */
export async function readBatchQuote(
  node: NodeClient,
  intent: Intent,
  replaced: FeeTerms | null,
): Promise<FeeQuote> {
  // The same batch at a higher price: it was simulated before, and its own effects may wait in the pool.
  if (replaced !== null) return priced(node, intent.from, replaced.gas, replaced);
  const members = intent.members ?? [];
  const data = `0x${encodeSweepAll(members)}`;
  const call = { from: `0x${intent.from}`, to: `0x${intent.to}`, data };
  const overrides = Object.fromEntries(
    members.map(({ address }) => [`0x${address}`, { code: `0x${delegationCode(intent.to)}` }]),
  );
  await simulate(node, call, overrides, members);
  const estimate = await tryAnswer(() =>
    rpc(node, "eth_estimateGas", [call, "latest", overrides], quantity),
  );
  const authorizing = BigInt(members.filter(({ authorizes }) => authorizes !== null).length);
  const gas = ((estimate + authorizing * AUTHORIZATION_GAS) * 12n) / 10n;
  return priced(node, intent.from, gas, null);
}

/** Prices the creation of the contract for sweeps. Throws UnsupportedIntentError, WouldRevertError. */
export async function readDeployQuote(
  node: NodeClient,
  intent: Intent,
  call: Readonly<Record<string, string>>,
  replaced: FeeTerms | null,
): Promise<FeeQuote> {
  const factory = await rpc(node, "eth_getCode", [`0x${CREATE2_FACTORY}`, "latest"], callResult);
  if (factory === "") throw new UnsupportedIntentError("this chain has no deployment proxy");
  const estimate = await tryAnswer(() => rpc(node, "eth_estimateGas", [call, "latest"], quantity));
  return priced(node, intent.from, (estimate * 12n) / 10n, replaced);
}

async function simulate(
  node: NodeClient,
  call: object,
  overrides: object,
  members: readonly BatchMember[],
): Promise<void> {
  const answer = await tryAnswer(() =>
    rpc(node, "eth_call", [call, "latest", overrides], callResult),
  );
  if (answer === "") throw new UnsupportedIntentError("the contract for sweeps is not deployed");
  const swept = decodeSwept(answer);
  if (swept.length !== members.length) throw new NodeFailure("sweepAll: a short answer", "answer");
  const failing = members.filter((_, index) => !swept[index]);
  // A chain without EIP-7702 fails them all, as does a token that is paused: both are for the classic way to tell apart.
  if (failing.length > 0) throw new BatchRefusedError(failing.map(({ address }) => address));
}

/** A node that doesn't take overrides, or can't run the code, knows no batches. */
async function tryAnswer<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RpcError && error.kind === "question") {
      throw new UnsupportedIntentError(error.text);
    }
    throw error;
  }
}

async function priced(
  node: NodeClient,
  sender: Address,
  gas: bigint,
  replaced: FeeTerms | null,
): Promise<FeeQuote> {
  const quote = toQuote({ gas, ...(await readPrice(node, replaced)) });
  const balance = await rpc(node, "eth_getBalance", [`0x${sender}`, "latest"], quantity);
  if (balance < quote.native) throw new WouldRevertError(SHORT);
  return quote;
}
