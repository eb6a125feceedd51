import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TronChain } from "./chain";
import type { Miner } from "./http-control";
import { listen } from "./server";

export interface TronNodeOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** Where the chain is kept; null keeps it in memory. */
  readonly dataDir: string | null;
  readonly blockTimeMs?: number;
  /** Confirmations that make a block solid: solid = head − (solidDepth − 1). */
  readonly solidDepth?: number;
  /** Whether the test controls under `sandbox/` exist. */
  readonly control?: boolean;
  /** A block every blockTimeMs, or only those asked for. */
  readonly autoMine?: boolean;
  /** For a new chain; one that exists keeps its own. Sun by address. */
  readonly genesis: {
    readonly timestamp?: number;
    readonly allocations: Readonly<Record<string, bigint>>;
  };
  /** Told when a block could not be made or written: the process had better end. Default: throws. */
  readonly onFailure?: (error: unknown) => void;
}

export interface TronNode {
  readonly url: string;
  readonly chain: TronChain;
  stop(): Promise<void>;
}

/** Makes blocks by the clock. */
class Clockwork implements Miner {
  private timer: NodeJS.Timeout | undefined;
  private enabled = false;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly chain: TronChain,
    private readonly blockTimeMs: number,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  setMining(enabled: boolean): void {
    this.enabled = enabled;
    clearTimeout(this.timer);
    if (enabled) this.wait();
  }

  async stop(): Promise<void> {
    this.setMining(false);
    await this.working;
  }

  private wait(): void {
    const now = Date.now();
    const due = (Math.floor(now / this.blockTimeMs) + 1) * this.blockTimeMs;
    this.timer = setTimeout(() => {
      this.working = this.beat();
    }, due - now);
  }

  private async beat(): Promise<void> {
    try {
      await this.chain.mine(1, Date.now());
      if (this.enabled) this.wait();
    } catch (error) {
      this.onFailure(error);
    }
  }
}

function rethrow(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}

/** Starts a Tron full node with its HTTP interface. Rejects when the port is taken or the folder is damaged. */
export async function startTronNode(options: TronNodeOptions): Promise<TronNode> {
  const { port, host = "127.0.0.1", dataDir, blockTimeMs = 1_000, solidDepth = 19 } = options;
  const start = options.genesis.timestamp ?? Math.floor(Date.now() / blockTimeMs) * blockTimeMs;
  const allocations = Object.entries(options.genesis.allocations);
  const chain = await TronChain.open({
    dataDir,
    blockTimeMs,
    solidDepth,
    genesis: {
      timestamp: start,
      allocations: Object.fromEntries(allocations.map(([who, sun]) => [who, sun.toString()])),
    },
  });
  const clockwork = new Clockwork(chain, blockTimeMs, options.onFailure ?? rethrow);
  const control = options.control ?? false;
  let server: Server;
  try {
    server = await listen({ chain, miner: clockwork, control }, port, host);
  } catch (error) {
    await chain.close();
    throw error;
  }
  clockwork.setMining(options.autoMine ?? true);
  const { port: actual } = server.address() as AddressInfo;
  const stop = async () => {
    await closeServer(server);
    await clockwork.stop();
    await chain.close();
  };
  return { url: `http://${host}:${actual}`, chain, stop };
}
