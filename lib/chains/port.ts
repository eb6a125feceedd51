import type { NetworkId, Units } from "@/lib/kit";

/**
 * The one interface between the gateway and a chain. No keys and no database behind it.
 * Everything that is not of this interface (fees in gas or energy, nonces, expiry rules) stays in an adapter.
 */

/** The 20 bytes of an account as lower-case hex without a prefix: the form everything inside uses. */
export type Address = string & { readonly __brand: "address" };

/** A transaction hash or block hash as lower-case hex without a prefix. */
export type Hash = string & { readonly __brand: "hash" };

export interface BlockRef {
  readonly height: number;
  readonly hash: Hash;
  readonly parentHash: Hash;
  readonly time: Date;
}

/** `final` is the highest block that counts: deep enough on Ethereum, solidified on Tron. */
export interface Heads {
  readonly latest: BlockRef;
  readonly final: BlockRef;
}

/** One successful, positive Transfer log of the configured USDT contract. */
export interface TokenTransfer {
  readonly txHash: Hash;
  /** Index of the log inside its transaction (not inside the block: that one moves in a reorganisation). */
  readonly logIndex: number;
  readonly from: Address;
  readonly to: Address;
  readonly value: Units;
}

export interface ScannedBlock extends BlockRef {
  readonly transfers: readonly TokenTransfer[];
}

export interface Receipt {
  readonly status: "success" | "reverted";
  readonly block: { readonly height: number; readonly hash: Hash };
  /** latest − height + 1 */
  readonly confirmations: number;
  readonly final: boolean;
  /** Network fee that was paid, in the native coin's smallest unit (wei, sun). */
  readonly feePaid: bigint;
  readonly transfers: readonly TokenTransfer[];
  /** Why it reverted, as the chain says it (REVERT, OUT_OF_ENERGY…). */
  readonly reason: string | null;
}

/**
 * What is to be sent. `token`: USDT; `native`: ETH or TRX (gas for a deposit address).
 * `deploy_delegate` (Ethereum): the contract that lets the sender sweep deposit addresses to the wallet `to`.
 * `sweep_batch` (Ethereum): `to` is that contract.
 * Tron, of the sender's own TRX: `stake_energy` and `unstake_energy` (staking 2.0), `withdraw_unstaked` (what is
 * unstaked for long enough; both `to` the sender itself), `lend_energy` (delegates staked TRX to `to`) and
 * `reclaim_energy` (takes it back).
 */
export type IntentKind =
  | "token"
  | "native"
  | "deploy_delegate"
  | "sweep_batch"
  | "stake_energy"
  | "unstake_energy"
  | "withdraw_unstaked"
  | "lend_energy"
  | "reclaim_energy";

export interface Intent {
  readonly kind: IntentKind;
  readonly from: Address;
  readonly to: Address;
  /**
   * Micro-USDT for `token` and, in all, for `sweep_batch`; wei or sun for `native` and for stakes; 0 for
   * `deploy_delegate` and `withdraw_unstaked`.
   */
  readonly value: bigint;
  /** Of a `sweep_batch`, and of nothing else. */
  readonly members?: readonly BatchMember[];
}

/** One deposit address of a batch. */
export interface BatchMember {
  readonly address: Address;
  /** Micro-USDT that leave it. */
  readonly value: bigint;
  /** Its account's nonce when it has yet to let the contract act for it (EIP-7702); null when it has. */
  readonly authorizes: number | null;
}

/** What a batch of these members meets on the chain. */
export interface BatchSite {
  /** The contract through which the operator sweeps to that treasury. */
  readonly delegate: Address;
  readonly deployed: boolean;
  /** In the order asked for: each account's nonce when it has yet to authorize the contract, else null. */
  readonly authorizes: readonly (number | null)[];
}

/** What it takes to send a transfer on energy that is lent, instead of burning coin for it (Tron). */
export interface EnergyTerms {
  /** False for an account that is not open on the chain yet: nothing can be lent to it before it owns coin. */
  readonly opened: boolean;
  /** Sun of the operator's stake whose energy the sender lacks; 0: it has enough. */
  readonly stake: bigint;
  /** Sun of stake that the operator could lend now. */
  readonly lendable: bigint;
  /** Sun that would be burnt for that energy instead. */
  readonly burnt: bigint;
  /** Sun that the sender must own for what energy does not pay. */
  readonly native: bigint;
}

/** What sending it costs now. `native` is the most that the sender must own for it, beyond a native value itself. */
export interface FeeQuote {
  readonly native: bigint;
  /**
   * Adapter's own terms (gas, maxFeePerGas, feeLimit…) as decimal strings; what was quoted is what is built.
   * `maxFee` is among them: at least what DecodedTx.maxFee will say of it.
   */
  readonly terms: Readonly<Record<string, string>>;
}

/** A transaction ready to be signed. `payload` is the adapter's serialisation as hex; the signer decodes it by itself. */
export interface UnsignedTx {
  readonly network: NetworkId;
  readonly from: Address;
  readonly payload: string;
  /** Ethereum only. */
  readonly nonce: number | null;
  /** Tron only: after this time the transaction can't be mined. */
  readonly expiresAt: Date | null;
}

export interface SignedTx {
  readonly network: NetworkId;
  readonly from: Address;
  readonly txHash: Hash;
  /** The bytes that are broadcast, hex without prefix. */
  readonly raw: string;
  readonly nonce: number | null;
  readonly expiresAt: Date | null;
}

export type BroadcastResult =
  | { readonly kind: "accepted" }
  | { readonly kind: "already-known" }
  /** retry `later`: send the same bytes again; `rebuild`: this transaction is useless but only `state` says when it is dead. */
  | {
      readonly kind: "rejected";
      readonly retry: "never" | "rebuild" | "later";
      readonly code: string;
      readonly message: string;
    };

/** The only authority on what became of a signed transaction. `dead` means that it can never be mined any more. */
export type TxState =
  | { readonly kind: "unknown" }
  | { readonly kind: "pending" }
  | { readonly kind: "dead"; readonly reason: "expired" | "nonce-used" }
  | { readonly kind: "mined"; readonly receipt: Receipt };

/** A Transfer log of any contract, ours or not. */
export interface AnyTransfer {
  readonly contract: Address;
  readonly from: Address;
  readonly to: Address;
  /** In whatever units that contract counts; may be 0. */
  readonly value: bigint;
}

/** What a transaction is, whoever sent it. For telling people: nothing is booked by it. */
export type TxLook =
  | { readonly kind: "unknown" }
  | { readonly kind: "pending" }
  | {
      readonly kind: "mined";
      readonly status: "success" | "reverted";
      readonly block: { readonly height: number; readonly hash: Hash; readonly time: Date };
      readonly confirmations: number;
      readonly final: boolean;
      /** Of every contract, none when it reverted. Native coins are not among them. */
      readonly transfers: readonly AnyTransfer[];
    };

export interface ChainReader {
  readonly network: NetworkId;
  /** The USDT contract whose logs count. */
  readonly token: Address;
  /** Confirmations that a page shows as needed. */
  readonly requiredConfirmations: number;
  /**
   * Answers which chain this is for ever, in the manner of CAIP-2: eip155:<chain id>, tron:<id of block 0>.
   * Throws ChainMismatchError when a node serves another chain, or the contract is not a USDT of six decimals.
   */
  selfCheck(): Promise<string>;
  /** Throws InvalidAddressError; checksums are enforced. */
  parseAddress(text: string): Address;
  /** T… or 0x… with its checksum. */
  formatAddress(address: Address): string;
  /** As people and explorers write it: 0x… on Ethereum, bare hex on Tron. */
  formatHash(hash: Hash): string;
  heads(): Promise<Heads>;
  /** The canonical block at that height, null when there is none yet. */
  block(height: number): Promise<BlockRef | null>;
  /**
   * Blocks from..to (inclusive, ascending) with all their USDT transfers, however many addresses are watched.
   * Each block's parentHash equals its predecessor's hash; throws ChainMovedError when the chain moved while reading.
   */
  readBlocks(from: number, to: number): Promise<readonly ScannedBlock[]>;
  /** Null unless the transaction is in a canonical block. */
  receipt(txHash: Hash): Promise<Receipt | null>;
  /** Any transaction by its hash. A node that hides its pool makes a waiting one unknown. */
  look(txHash: Hash): Promise<TxLook>;
  tokenBalance(address: Address, at: "latest" | "final"): Promise<Units>;
  nativeBalance(address: Address): Promise<bigint>;
}

export interface ChainWriter {
  /**
   * Simulates; throws WouldRevertError (paused, blacklisted, balance short) with the chain's reason, for a batch
   * BatchRefusedError with the members that it would fail for, UnsupportedIntentError when chain or node don't know the like.
   * With `replaced`, the terms are high enough to take the place of a transaction built with those (Ethereum, same nonce).
   */
  quote(intent: Intent, replaced?: FeeQuote): Promise<FeeQuote>;
  /** The next nonce the chain would take from that account, counting what waits in the pool; null where the chain has none. */
  nextNonce(address: Address): Promise<number | null>;
  /** How the operator would sweep those deposit addresses to the treasury at once; null where the chain has no such way. */
  findBatchSite(
    operator: Address,
    treasury: Address,
    members: readonly Address[],
  ): Promise<BatchSite | null>;
  /**
   * What the operator would lend for a transfer that was quoted; null where the chain knows no such thing, or the
   * operator's account is not open.
   */
  findEnergyTerms(
    operator: Address,
    transfer: Intent,
    quote: FeeQuote,
  ): Promise<EnergyTerms | null>;
  build(intent: Intent, quote: FeeQuote, nonce: number | null): Promise<UnsignedTx>;
  /** What a payload of this adapter's does. Throws UnknownPayloadError. */
  parsePayload(payload: string): Intent;
  broadcast(tx: SignedTx): Promise<BroadcastResult>;
  state(tx: SignedTx): Promise<TxState>;
}

export type ChainAdapter = ChainReader & ChainWriter;

/** What a transaction does, read from its bytes alone. */
export interface DecodedTx {
  readonly intent: Intent;
  readonly nonce: number | null;
  readonly expiresAt: Date | null;
  /** Ethereum chain id; null on Tron (its transactions bind to a chain through the reference block). */
  readonly chainId: number | null;
  /** The most that it can cost in wei or sun. */
  readonly maxFee: bigint;
  /** The 32 bytes that are signed. Empty while authorizations are missing. */
  readonly signingHash: Uint8Array;
  /** What the accounts of a batch must sign before the sender does, in the order of `authorize`. */
  readonly authorizations: readonly Authorization[];
}

/** An account's word that a contract may act for it: bound to chain, contract and nonce. */
export interface Authorization {
  readonly authority: Address;
  readonly hash: Uint8Array;
}

/** The pure part of an adapter, which the signer uses: it needs no node and asks none. */
export interface TxCodec {
  readonly network: NetworkId;
  /** Throws UnknownPayloadError for everything but an intent of the configured contract and chain. */
  decode(payload: string): DecodedTx;
  /** `signature` is r ‖ s ‖ v (v 0 or 1); refuses one that does not recover to the sender in the payload. */
  attach(unsigned: UnsignedTx, signature: Uint8Array): SignedTx;
  /** The transaction with all its authorizations; refuses signatures that are not the authorities' own. */
  authorize(unsigned: UnsignedTx, signatures: readonly Uint8Array[]): UnsignedTx;
  /** The one contract through which that operator can sweep to that treasury; null where the chain has no such way. */
  delegateOf(operator: Address, treasury: Address): Address | null;
  addressFromPublicKey(compressed: Uint8Array): Address;
}
