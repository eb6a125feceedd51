import { randomInt } from "node:crypto";
import { agreeOn } from "@/lib/chains/agree";
import { checkNodes } from "@/lib/chains/check-nodes";
import type { ChainConfig } from "@/lib/chains/config";
import { ChainMismatchError } from "@/lib/chains/errors";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { ChainAdapter, Hash } from "@/lib/chains/port";
import { createNodePool } from "@/lib/chains/transport";
import { formatAddress, formatHash, parseAddress, toWire } from "./addresses";
import { ask } from "./api";
import { readBlocks, readHead, readHeader, readHeads } from "./blocks";
import { broadcast } from "./broadcast";
import { type Anchor, buildPayload } from "./build";
import { readDecimals, readTokenBalance } from "./calls";
import { decodePayload } from "./codec";
import { type Prices, readFeeLimit, readPrices, readQuote } from "./fees";
import { readLook } from "./look";
import { readReceipt } from "./receipts";
import { readEnergyTerms } from "./resources";
import { readState } from "./state";
import { accountSchema } from "./wire";

/** Two minutes of blocks. */
const MAX_LAG_BLOCKS = 40;
const LIFETIME_MS = 120_000;
const PRICES_AGE_MS = 60_000;

/** The chain that every node must serve: the one of the configured block 0, or of the first that one of them has. */
function createIdentity(configured: string | undefined) {
  let pinned = configured?.toLowerCase() ?? null;
  return {
    pinned: () => pinned,
    async check(node: NodeClient): Promise<void> {
      const block = await readHeader(node, "wallet", 0);
      if (!block) throw new NodeFailure("it has no block 0", "answer");
      const served: Hash = block.hash;
      pinned ??= served;
      if (served !== pinned) {
        throw new ChainMismatchError(`serves the chain of ${served}, not ${pinned}`);
      }
    },
  };
}

function createPrices() {
  let known: { readonly at: number; readonly value: Prices } | null = null;
  return async (node: NodeClient): Promise<Prices> => {
    if (known && Date.now() - known.at < PRICES_AGE_MS) return known.value;
    known = { at: Date.now(), value: await readPrices(node) };
    return known.value;
  };
}

/**
 * A solid block as reference survives every reorganisation. Two equal transfers built at one instant must differ,
 * for Tron tells transactions apart by their bytes alone.
 */
function createAnchors() {
  let lastTimestamp = 0;
  return async (node: NodeClient): Promise<Anchor> => {
    const { latest, final } = await readHeads(node);
    lastTimestamp = Math.max(Date.now(), lastTimestamp + 1);
    return {
      refBlockBytes: (final.height & 0xffff).toString(16).padStart(4, "0"),
      refBlockHash: final.hash.slice(16, 32),
      expiration: latest.time.getTime() + LIFETIME_MS + randomInt(1000),
      timestamp: lastTimestamp,
    };
  };
}

/** The port over the HTTP API of a Tron full node. */
export function createTronAdapter(config: ChainConfig): ChainAdapter & { calls(): number } {
  const token = parseAddress(config.token);
  const identity = createIdentity(config.genesisHash);
  const currentPrices = createPrices();
  const readAnchor = createAnchors();
  let solidHeight = -1;

  const pool = createNodePool({
    ...config,
    credential: (key) => ({ "TRON-PRO-API-KEY": key }),
    maxLagBlocks: MAX_LAG_BLOCKS,
    identify: identity.check,
  });
  const check = {
    identify: identity.check,
    readDecimals: (node: NodeClient) => readDecimals(node, token),
    token: formatAddress(token),
  };

  return {
    network: "USDT-TRC20",
    token,
    requiredConfirmations: config.confirmations,
    parseAddress,
    formatAddress,
    formatHash,
    calls: pool.calls,
    async selfCheck() {
      await checkNodes(pool, check);
      return `tron:${identity.pinned()}`;
    },
    async heads() {
      await pool.survey(async (node) => (await readHead(node, "wallet")).height);
      const heads = await pool.run(readHeads);
      solidHeight = heads.final.height;
      return heads;
    },
    block: (height) => pool.run((node) => readHeader(node, "wallet", height)),
    readBlocks: (from, to) =>
      pool.run((node) => readBlocks(node, token, { from, to, solidHeight })),
    receipt: (txHash) => agreeOn.receipt(pool, (node) => readReceipt(node, token, txHash)),
    look: (txHash) => agreeOn.look(pool, (node) => readLook(node, txHash)),
    tokenBalance: (owner, at) =>
      pool.run((node) =>
        readTokenBalance(node, token, owner, at === "final" ? "walletsolidity" : "wallet"),
      ),
    nativeBalance: (owner) =>
      pool.run(async (node) => {
        const body = { address: toWire(owner) };
        return (await ask(node, "wallet", "getaccount", body, accountSchema)).balance;
      }),
    quote: (intent) =>
      pool.run(async (node) => readQuote(node, token, intent, await currentPrices(node))),
    nextNonce: () => Promise.resolve(null),
    findBatchSite: () => Promise.resolve(null),
    findEnergyTerms: (operator, transfer, quote) =>
      pool.run(async (node) =>
        readEnergyTerms(node, operator, transfer, quote, await currentPrices(node)),
      ),
    async build(intent, quote) {
      const anchor = await pool.run(readAnchor);
      const payload = await buildPayload(intent, anchor, token, readFeeLimit(quote));
      const expiresAt = new Date(anchor.expiration);
      return { network: "USDT-TRC20", from: intent.from, payload, nonce: null, expiresAt };
    },
    parsePayload: (payload) => decodePayload(payload, token).intent,
    broadcast: (tx) => pool.run((node) => broadcast(node, tx)),
    state: (tx) => agreeOn.state(pool, (node) => readState(node, token, tx)),
  };
}
