import type { Logger } from "@/lib/kit";
import type { NodeCall } from "./node-client";

/** Where a chain is reached and which of its facts are pinned. No adapter asks which environment it runs in. */
export interface ChainConfig {
  /**
   * In order of preference. Never logged, for they may hold keys: a user name is sent as TronGrid's key on Tron,
   * a name and password as basic authentication on Ethereum.
   */
  readonly urls: readonly string[];
  /** The USDT contract as people write it, T… or 0x…. */
  readonly token: string;
  readonly confirmations: number;
  /** Ethereum; read from the first node and pinned when absent. */
  readonly chainId?: number;
  /** Tron: id of block 0; read from the first node and pinned when absent. */
  readonly genesisHash?: string;
  /** Of one request to one node, milliseconds. */
  readonly timeoutMs?: number;
  readonly logger: Logger;
  /** Told of every call to a node, for metrics and benchmarks. */
  readonly onCall?: (call: NodeCall) => void;
}

/** What a signer must know to read a transaction. */
export interface CodecConfig {
  readonly token: string;
  /** Needed on Ethereum. */
  readonly chainId?: number;
}
