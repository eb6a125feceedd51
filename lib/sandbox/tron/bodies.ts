import { present } from "@/lib/kit";
import { bytesToHex, hexToBytes } from "./bytes";
import type { ContractResult, TransactionInfo } from "./receipts";
import type { Diff } from "./store";
import { parseTransactionBytes, serializeTransaction, type Transaction } from "./transaction";

export interface IncludedTransaction {
  readonly tx: Transaction;
  readonly result: ContractResult;
  readonly info: TransactionInfo;
}

/** What a block holds and does. The changes are kept, so that a restart need not execute anything again. */
export interface Body {
  readonly number: number;
  readonly id: string;
  readonly included: readonly IncludedTransaction[];
  readonly diff: Diff;
  /** The state's root after the block. */
  readonly root: string;
}

interface StoredBody {
  readonly number: number;
  readonly id: string;
  readonly root: string;
  readonly txs: readonly { raw: string; result: ContractResult; info: TransactionInfo }[];
  readonly diff: Readonly<Record<string, string | null>>;
}

export function writeBody(body: Body): string {
  const stored: StoredBody = {
    number: body.number,
    id: body.id,
    root: body.root,
    txs: body.included.map(({ tx, result, info }) => {
      return { raw: bytesToHex(serializeTransaction(tx)), result, info };
    }),
    diff: Object.fromEntries(body.diff),
  };
  return JSON.stringify(stored);
}

/** The parts of a stored body that a restart needs: no transaction is decoded. */
export function readBodySummary(line: string) {
  const stored: StoredBody = JSON.parse(line);
  return {
    number: stored.number,
    id: stored.id,
    root: stored.root,
    diff: new Map(Object.entries(stored.diff)),
    txIds: stored.txs.map(({ info }) => info.id),
  };
}

function readBody(line: string): Body {
  const stored: StoredBody = JSON.parse(line);
  return {
    number: stored.number,
    id: stored.id,
    root: stored.root,
    diff: new Map(Object.entries(stored.diff)),
    included: stored.txs.map(({ raw, result, info }) => {
      return { tx: parseTransactionBytes(hexToBytes(raw)), result, info };
    }),
  };
}

const CACHED_BODIES = 256;

/** Bodies stay in the journal; the ones used last are kept decoded. */
export class BodyCache {
  private readonly decoded = new Map<number, Body>();

  constructor(private readonly readLine: (number: number) => string) {}

  get(number: number): Body {
    const body = this.decoded.get(number) ?? readBody(this.readLine(number));
    this.put(body);
    return body;
  }

  put(body: Body): void {
    this.decoded.delete(body.number);
    this.decoded.set(body.number, body);
    if (this.decoded.size <= CACHED_BODIES) return;
    this.decoded.delete(present(this.decoded.keys().next().value, "oldest body"));
  }

  dropAbove(height: number): void {
    for (const number of this.decoded.keys()) if (number > height) this.decoded.delete(number);
  }
}
