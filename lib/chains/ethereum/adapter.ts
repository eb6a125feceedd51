import { agreeOn } from "@/lib/chains/agree";
import { checkNodes } from "@/lib/chains/check-nodes";
import type { ChainConfig } from "@/lib/chains/config";
import { ChainMismatchError, UnsupportedIntentError } from "@/lib/chains/errors";
import type { Credential, NodeClient } from "@/lib/chains/node-client";
import type { Address, ChainAdapter, FeeQuote, Intent } from "@/lib/chains/port";
import { createNodePool } from "@/lib/chains/transport";
import { formatAddress, formatHash, parseAddress } from "./addresses";
import { readBatchQuote, readBatchSite, readDeployQuote } from "./batches";
import { readBlocks, readHeader } from "./blocks";
import { broadcast } from "./broadcast";
import { readDecimals, readTokenBalance } from "./calls";
import { encodePayload, readPayloadIntent, toCall } from "./codec";
import { type FeeTerms, readQuote, readTerms } from "./fees";
import { RecentBlocks, readHeads } from "./heads";
import { readLook } from "./look";
import { readReceipt } from "./receipts";
import { rpc } from "./rpc";
import { readState } from "./state";
import { count, quantity, toBlockRef } from "./wire";

/** Two minutes of blocks. */
const MAX_LAG_BLOCKS = 10;

const basic: Credential = (user, password) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
});

const readChainId = (node: NodeClient) => rpc(node, "eth_chainId", [], count);

/** The chain that every node must serve: the configured one, or the first that one of them names. */
function createIdentity(configured: number | undefined) {
  let pinned = configured ?? null;
  return {
    pinned: () => pinned,
    async check(node: NodeClient): Promise<void> {
      const served = await readChainId(node);
      pinned ??= served;
      if (served !== pinned) throw new ChainMismatchError(`serves chain ${served}, not ${pinned}`);
    },
  };
}

async function quoteIntent(
  node: NodeClient,
  token: Address,
  intent: Intent,
  replaced: FeeTerms | null,
): Promise<FeeQuote> {
  switch (intent.kind) {
    case "token":
    case "native":
      return readQuote(node, token, intent, replaced);
    case "sweep_batch":
      return readBatchQuote(node, intent, replaced);
    case "deploy_delegate": {
      const { to, data = "0x" } = toCall(intent, token);
      return readDeployQuote(node, intent, { from: `0x${intent.from}`, to, data }, replaced);
    }
    default:
      throw new UnsupportedIntentError(`Ethereum has no ${intent.kind}`);
  }
}

type Pool = ReturnType<typeof createNodePool>;
type Preparation = Pick<
  ChainAdapter,
  "quote" | "findBatchSite" | "findEnergyTerms" | "nextNonce" | "build" | "parsePayload"
>;

/** All that comes before a signature. */
function createPreparation(
  pool: Pool,
  token: Address,
  currentChainId: () => Promise<number>,
): Preparation {
  return {
    quote: (intent, replaced) =>
      pool.run((node) => quoteIntent(node, token, intent, replaced ? readTerms(replaced) : null)),
    findBatchSite: (operator, treasury, members) =>
      pool.run((node) => readBatchSite(node, token, operator, treasury, members)),
    findEnergyTerms: () => Promise.resolve(null),
    nextNonce: (owner) =>
      pool.run((node) => rpc(node, "eth_getTransactionCount", [`0x${owner}`, "pending"], count)),
    async build(intent, quote, nonce) {
      if (nonce === null) throw new TypeError("an Ethereum transaction needs a nonce");
      const chainId = await currentChainId();
      const payload = encodePayload(intent, readTerms(quote), { chainId, token, nonce });
      return { network: "USDT-ERC20", from: intent.from, payload, nonce, expiresAt: null };
    },
    parsePayload: (payload) => readPayloadIntent(payload, token),
  };
}

/** The port over Ethereum's JSON-RPC. */
export function createEthereumAdapter(config: ChainConfig): ChainAdapter & { calls(): number } {
  const token = parseAddress(config.token);
  const { confirmations } = config;
  const chain = { token, confirmations };
  const recent = new RecentBlocks();
  const identity = createIdentity(config.chainId);
  const pool = createNodePool({
    ...config,
    credential: basic,
    maxLagBlocks: MAX_LAG_BLOCKS,
    identify: identity.check,
  });
  const check = {
    identify: identity.check,
    readDecimals: (node: NodeClient) => readDecimals(node, token),
    token: formatAddress(token),
  };
  const height = async (node: NodeClient) => (await readHeader(node, "latest"))?.number ?? 0;

  return {
    network: "USDT-ERC20",
    token,
    requiredConfirmations: confirmations,
    parseAddress,
    formatAddress,
    formatHash,
    calls: pool.calls,
    async selfCheck() {
      await checkNodes(pool, check);
      return `eip155:${identity.pinned()}`;
    },
    async heads() {
      await pool.survey(height);
      return pool.run((node) => readHeads(node, confirmations, recent));
    },
    block: (at) =>
      pool.run(async (node) => {
        const header = await readHeader(node, at);
        return header && toBlockRef(header);
      }),
    async readBlocks(from, to) {
      const blocks = await pool.run((node) => readBlocks(node, token, from, to));
      for (const { height, hash, parentHash, time } of blocks) {
        recent.add({ height, hash, parentHash, time });
      }
      return blocks;
    },
    receipt: (txHash) => agreeOn.receipt(pool, (node) => readReceipt(node, chain, txHash)),
    look: (txHash) => agreeOn.look(pool, (node) => readLook(node, confirmations, txHash)),
    tokenBalance: (owner, at) =>
      pool.run(async (node) => {
        if (at === "latest") return readTokenBalance(node, token, owner, at);
        const { final } = await readHeads(node, confirmations, recent);
        return readTokenBalance(node, token, owner, final.height);
      }),
    nativeBalance: (owner) =>
      pool.run((node) => rpc(node, "eth_getBalance", [`0x${owner}`, "latest"], quantity)),
    ...createPreparation(pool, token, async () => identity.pinned() ?? pool.run(readChainId)),
    broadcast: (tx) => pool.run((node) => broadcast(node, tx)),
    state: (tx) => agreeOn.state(pool, (node) => readState(node, chain, tx)),
  };
}
