import { assert } from "@/lib/kit";
import { type Block, BlockIndex, rootOf } from "./block-index";
import type { Body, IncludedTransaction } from "./bodies";
import { hexToBytes } from "./bytes";
import { checkContract, executeTransaction } from "./execute";
import type { Genesis } from "./genesis";
import { PRODUCERS, sealHeader } from "./headers";
import { type Journal, openJournal } from "./journal";
import { Mutex } from "./mutex";
import { Reject } from "./reject";
import { type Diff, type StateReader, Store } from "./store";
import type { Envelope, Transaction } from "./transaction";
import { type ChainTip, checkSignature, checkSize, checkTiming } from "./validate";
import { StateView } from "./view";
import { Vm, type VmCall, type VmResult } from "./vm";

export interface ChainOptions {
  readonly dataDir: string | null;
  readonly blockTimeMs: number;
  /** Confirmations that make a block solid: solid = head − (solidDepth − 1). */
  readonly solidDepth: number;
  readonly genesis: Genesis;
}

export interface ReorgOptions {
  /** Ids of transactions that do not come back. */
  readonly drop?: readonly string[] | undefined;
  /** How many new blocks pass before the old transactions come back. */
  readonly delay?: number | undefined;
  /** How many blocks the new branch is longer; default 1. */
  readonly grow?: number | undefined;
  /** Transactions that go in before the old ones. */
  readonly include?: readonly Transaction[] | undefined;
}

const UNSIGNED_LIFE_MS = 60_000;
/** Blocks that a reorganisation can take back, at least. */
const REMEMBERED_BLOCKS = 256;
const SOLID_DEPTHS_REMEMBERED = 4;

/** The chain itself. Every use of its state goes through `exclusive`. */
export class TronChain {
  private readonly mutex = new Mutex();
  private readonly store = new Store();
  private readonly blocks: BlockIndex;
  private pool: Transaction[] = [];
  private pending = new StateView(this.store);
  private rotation: number;
  private lastTimestamp = 0;
  private toLose = 0;
  private solidHeld: number | null = null;

  private constructor(
    private readonly options: ChainOptions,
    private readonly journal: Journal,
    private readonly vm: Vm,
  ) {
    this.blocks = new BlockIndex(journal);
    this.blocks.load(this.store, this.remembered);
    const head = this.blocks.head;
    this.rotation = (this.blocks.producerOf(head) - (head % PRODUCERS) + PRODUCERS) % PRODUCERS;
  }

  /** Opens the chain in its folder as it was left. Throws JournalError when the folder is damaged. */
  static async open(options: ChainOptions): Promise<TronChain> {
    assert(options.solidDepth >= 1, "a solid block needs at least one confirmation");
    const journal = openJournal(options.dataDir, options.genesis);
    return new TronChain(options, journal, await Vm.create());
  }

  /** Runs alone: no block is made and nothing else is read meanwhile. Not to be nested. */
  exclusive<T>(work: () => Promise<T> | T): Promise<T> {
    return this.mutex.run(work);
  }

  get genesis(): Genesis {
    return this.journal.genesis;
  }

  /** Number of the newest block. */
  get head(): number {
    return this.blocks.head;
  }

  /** Number of the newest solid block. */
  get solid(): number {
    return this.solidHeld ?? Math.max(0, this.head - (this.options.solidDepth - 1));
  }

  get headTime(): number {
    return this.blocks.timeOf(this.head);
  }

  /** 64 hex digits that stand for the whole state. */
  get stateRoot(): string {
    return this.store.root;
  }

  get poolIds(): readonly string[] {
    return this.pool.map((tx) => tx.id);
  }

  pooled(txId: string): Transaction | undefined {
    return this.pool.find((tx) => tx.id === txId);
  }

  block(number: number): Block | undefined {
    return this.blocks.get(number);
  }

  idOf(number: number): string | undefined {
    return this.blocks.idOf(number);
  }

  filledBlocks(): readonly number[] {
    return this.blocks.filled();
  }

  /** A transaction of the chain with its block, if it is not above that height. */
  find(txId: string, top: number): (IncludedTransaction & { readonly block: Block }) | undefined {
    const place = this.blocks.locate(txId);
    if (!place || place.number > top) return undefined;
    const block = this.blocks.get(place.number);
    const included = block?.included[place.index];
    return block && included && { ...included, block };
  }

  /** The state after that block, not too far back. */
  stateAt(height: number): StateReader {
    return height >= this.head ? this.store : this.store.at(height);
  }

  /** What a transaction built by the node refers to: the newest solid block, and a minute of life. */
  envelope(): Envelope {
    const id = this.blocks.idOf(this.solid) ?? "";
    this.lastTimestamp = Math.max(Date.now(), this.lastTimestamp + 1);
    return {
      ref_block_bytes: hexToBytes(id.slice(12, 16)),
      ref_block_hash: hexToBytes(id.slice(16, 32)),
      expiration: BigInt(this.headTime + UNSIGNED_LIFE_MS),
      timestamp: BigInt(this.lastTimestamp),
    };
  }

  /** Takes a transaction into the pool. Throws Reject. Call inside `exclusive`. */
  async accept(tx: Transaction): Promise<void> {
    if (this.blocks.locate(tx.id) || this.pooled(tx.id)) {
      throw new Reject("DUP_TRANSACTION_ERROR", "Dup transaction.");
    }
    checkSize(tx);
    checkTiming(this.tip(), tx);
    checkSignature(tx);
    const at = { height: this.head + 1, time: this.nextTime(0) };
    await executeTransaction(this.pending, this.vm, at, tx);
    if (this.toLose > 0) this.toLose--;
    else this.pool.push(tx);
  }

  /** Throws Reject when the transaction's contract would not be valid now. Call inside `exclusive`. */
  check(tx: Transaction): Promise<void> {
    const at = { height: this.head + 1, time: this.nextTime(0) };
    return checkContract(new StateView(this.store), this.vm, at, tx);
  }

  /** Executes without keeping anything, on the state after that block. Call inside `exclusive`. */
  simulate(height: number, call: Omit<VmCall, "height" | "time">): Promise<VmResult> {
    const view = new StateView(this.stateAt(height));
    const time = this.blocks.timeOf(height);
    return this.vm.run(view, { ...call, height, time });
  }

  /** Makes blocks of what waits in the pool; the first takes all of it. `now` moves time stamps forward only. */
  mine(count: number, now = 0): Promise<void> {
    return this.exclusive(async () => {
      for (let made = 0; made < count; made++) await this.makeBlock(this.pool, now);
    });
  }

  /** Changes the state by hand in a block of its own: a vote on parameters, a gift of tokens. Call inside `exclusive`. */
  async decree(change: (view: StateView) => void): Promise<void> {
    const view = new StateView(this.store);
    change(view);
    await this.makeBlock(this.pool, 0, view.diff());
  }

  /** Lets the next transactions be accepted and forgotten. */
  loseNext(count: number): void {
    this.toLose = count;
  }

  /** Holds the solid block where it is, or lets it follow again. */
  holdSolid(number: number | null): void {
    this.solidHeld = number;
  }

  /** Takes back the newest blocks and makes another, longer branch. Call inside `exclusive`. */
  async reorganise(
    depth: number,
    options: ReorgOptions,
  ): Promise<{ removed: number; dropped: number }> {
    const fork = this.head - depth;
    assert(depth >= 1 && fork >= this.store.horizon, `cannot take back ${depth} blocks`);
    const orphans: Transaction[] = [];
    for (let number = fork + 1; number <= this.head; number++) {
      orphans.push(...(this.blocks.get(number)?.included ?? []).map(({ tx }) => tx));
    }
    const returning = orphans.filter((tx) => !options.drop?.includes(tx.id));
    this.store.rollback(fork);
    this.blocks.truncate(fork);
    this.rotation = (this.rotation + 1) % PRODUCERS;
    const length = depth + (options.grow ?? 1);
    const turn = Math.min(options.delay ?? 0, length - 1);
    for (let made = 0; made < length; made++) {
      const batch = made === turn ? [...(options.include ?? []), ...returning] : [];
      await this.makeBlock(batch, 0);
    }
    return { removed: depth, dropped: orphans.length - returning.length };
  }

  close(): Promise<void> {
    return this.exclusive(() => this.journal.close());
  }

  private get remembered(): number {
    return Math.max(REMEMBERED_BLOCKS, SOLID_DEPTHS_REMEMBERED * this.options.solidDepth);
  }

  private tip(): ChainTip {
    return { height: this.head, time: this.headTime, idOf: (height) => this.blocks.idOf(height) };
  }

  private nextTime(now: number): number {
    const step = this.options.blockTimeMs;
    return Math.max(this.headTime + step, Math.floor(now / step) * step);
  }

  private async makeBlock(
    batch: readonly Transaction[],
    now: number,
    decree?: Diff,
  ): Promise<void> {
    const at = { height: this.head + 1, time: this.nextTime(now) };
    const view = new StateView(this.store);
    if (decree) view.merge(decree);
    const included: IncludedTransaction[] = [];
    for (const tx of batch) {
      const outcome = await this.include(view, at, tx);
      if (outcome) included.push(outcome);
    }
    this.seal(at, included, view.diff());
    this.pool = this.pool.filter((tx) => !batch.includes(tx));
    this.pending = new StateView(this.store);
    for (const tx of this.pool) await this.include(this.pending, at, tx);
  }

  /** Null for one that has become invalid or too old since it was accepted: it is dropped without a word. */
  private async include(
    view: StateView,
    at: { height: number; time: number },
    tx: Transaction,
  ): Promise<IncludedTransaction | null> {
    try {
      checkTiming(this.tip(), tx);
      return { tx, ...(await executeTransaction(view, this.vm, at, tx)) };
    } catch (error) {
      if (error instanceof Reject) return null;
      throw error;
    }
  }

  private seal(
    at: { height: number; time: number },
    included: readonly IncludedTransaction[],
    diff: Diff,
  ): void {
    const header = sealHeader({
      number: at.height,
      parentId: this.blocks.idOf(this.head) ?? "",
      time: at.time,
      producer: (at.height + this.rotation) % PRODUCERS,
      txTrieRoot: rootOf(included),
    });
    this.store.apply(at.height, diff);
    const isEmpty = included.length === 0 && diff.size === 0;
    const body: Body = { number: at.height, id: header.id, included, diff, root: this.store.root };
    try {
      this.blocks.append(header, isEmpty ? null : body);
    } catch (error) {
      this.store.rollback(at.height - 1);
      throw error;
    }
    this.store.forgetBelow(this.head - this.remembered);
  }
}
