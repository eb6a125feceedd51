import {
  type Body,
  BodyCache,
  type IncludedTransaction,
  readBodySummary,
  writeBody,
} from "./bodies";
import { genesisDiff, genesisHeader } from "./genesis";
import {
  EMPTY_ROOT,
  type Header,
  HeaderColumn,
  merkleRoot,
  NO_ID,
  sealHeader,
  writeRecord,
} from "./headers";
import { type Journal, JournalError } from "./journal";
import type { Store } from "./store";
import { serializeTransaction } from "./transaction";

export interface Block extends Header {
  readonly included: readonly IncludedTransaction[];
}

/** A block with a body to be looked at after a restart: enough to notice another journal or another program. */
const RECHECKED_BLOCKS = 200;

export function rootOf(included: readonly IncludedTransaction[]): Uint8Array {
  return included.length === 0
    ? EMPTY_ROOT
    : merkleRoot(included.map(({ tx }) => serializeTransaction(tx)));
}

/** The chain's blocks: headers in memory, bodies in the journal, transactions by id. */
export class BlockIndex {
  private readonly headers = new HeaderColumn();
  private readonly bodies: BodyCache;
  private readonly places = new Map<string, { number: number; index: number }>();
  private readonly genesis: Header;
  /** Numbers of the blocks with a body, ascending. */
  private numbers: number[] = [];

  constructor(private readonly journal: Journal) {
    this.bodies = new BodyCache((number) => journal.readBody(number));
    this.genesis = genesisHeader(journal.genesis);
    this.headers.push(writeRecord(this.genesis, false));
  }

  /** Takes over what the journal holds and brings the state there. Throws JournalError when the two do not fit. */
  load(store: Store, remembered: number): void {
    this.headers.push(this.journal.readHeaders());
    store.apply(0, genesisDiff(this.journal.genesis));
    store.forgetBelow(this.head - remembered);
    for (const number of this.journal.bodyNumbers()) {
      const body = readBodySummary(this.journal.readBody(number));
      if (body.id !== this.idOf(number)) {
        throw new JournalError(`block ${number} has the body of another`);
      }
      store.apply(number, body.diff);
      if (store.root !== body.root)
        throw new JournalError(`block ${number} leads to another state`);
      this.remember(number, body.txIds);
    }
    this.recheck();
  }

  get head(): number {
    return this.headers.count - 1;
  }

  idOf(number: number): string | undefined {
    return this.headers.idOf(number);
  }

  timeOf(number: number): number {
    return this.headers.timeOf(number);
  }

  producerOf(number: number): number {
    return this.headers.producerOf(number);
  }

  get(number: number): Block | undefined {
    const id = this.idOf(number);
    if (id === undefined) return undefined;
    if (number === 0) return { ...this.genesis, included: [] };
    const included = this.headers.hasBody(number) ? this.bodies.get(number).included : [];
    return {
      number,
      id,
      parentId: this.idOf(number - 1) ?? NO_ID,
      time: this.timeOf(number),
      producer: this.producerOf(number),
      txTrieRoot: rootOf(included),
      included,
    };
  }

  /** Where a transaction is; undefined unless it is in the chain. */
  locate(txId: string): { number: number; index: number } | undefined {
    return this.places.get(txId);
  }

  /** Numbers of the blocks that hold anything, ascending. */
  filled(): readonly number[] {
    return this.numbers;
  }

  /** Writes a block to the journal, and only then shows it. */
  append(header: Header, body: Body | null): void {
    const line = body && { number: body.number, line: writeBody(body) };
    const record = writeRecord(header, body !== null);
    this.journal.append(record, line);
    this.headers.push(record);
    if (!body) return;
    this.bodies.put(body);
    this.remember(
      body.number,
      body.included.map(({ tx }) => tx.id),
    );
  }

  truncate(height: number): void {
    for (const number of this.numbers.filter((one) => one > height)) {
      for (const { tx } of this.bodies.get(number).included) this.places.delete(tx.id);
    }
    this.numbers = this.numbers.filter((number) => number <= height);
    this.journal.truncate(height);
    this.headers.truncate(height + 1);
    this.bodies.dropAbove(height);
  }

  private remember(number: number, txIds: readonly string[]): void {
    this.numbers.push(number);
    for (const [index, txId] of txIds.entries()) this.places.set(txId, { number, index });
  }

  private recheck(): void {
    const filled = new Set(this.numbers);
    for (let number = 1; number <= this.head; number++) {
      if (this.headers.hasBody(number) !== filled.has(number)) {
        throw new JournalError(`the body of block ${number} is missing`);
      }
    }
    for (let number = Math.max(1, this.head - RECHECKED_BLOCKS); number <= this.head; number++) {
      const block = this.get(number);
      if (!block || sealHeader(block).id !== block.id) {
        throw new JournalError(`block ${number} has another id than its header gives`);
      }
    }
  }
}
