import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import type { RunningProcess } from "@/lib/sandbox/processes";

/**
 * anvil keeps every block and writes them all every second, so an idle chain would slowly take a whole processor.
 * Beyond `bytes` it is ended at a quiet moment; the next start drops empty blocks below the newest `keptBlocks`.
 */
export interface StateLimit {
  readonly bytes: number;
  readonly keptBlocks: number;
}

// A block takes about 1.75 kB: some 11,500 of them, three hours, and 0.15 s of writing every second.
export const sandboxStateLimit: StateLimit = { bytes: 20_000_000, keptBlocks: 5_000 };

interface AnvilState {
  readonly blocks: readonly {
    readonly header: { readonly number: string };
    readonly transactions: readonly unknown[];
  }[];
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Makes a large state smaller. Blocks with transactions, their receipts and all balances stay. */
export function trimState(statePath: string, limit: StateLimit): void {
  if (sizeOf(statePath) < limit.bytes / 2) return;
  const state = parseState(statePath);
  if (state === null) return;
  const head = state.blocks.reduce((top, { header }) => Math.max(top, Number(header.number)), 0);
  const blocks = state.blocks.filter(({ header, transactions }) => {
    const height = Number(header.number);
    return transactions.length > 0 || height === 0 || height > head - limit.keptBlocks;
  });
  writeFileSync(`${statePath}.new`, JSON.stringify({ ...state, blocks }), { mode: 0o600 });
  renameSync(`${statePath}.new`, statePath);
}

/** Null for a file that is not as we know it: anvil is the judge of that one. */
function parseState(statePath: string): AnvilState | null {
  try {
    const state = JSON.parse(readFileSync(statePath, "utf8")) as AnvilState;
    const known = state.blocks.every(
      ({ header, transactions }) =>
        Number.isInteger(Number(header.number)) && Array.isArray(transactions),
    );
    return known ? state : null;
  } catch {
    return null;
  }
}

/** Stops the chain once its state is too large, at a moment when no transaction waits for a block. */
export function endWhenLarge(
  anvil: RunningProcess & { readonly url: string },
  statePath: string,
  limit: StateLimit,
): void {
  // What could not be trimmed must not end the chain again and again.
  const limitBytes = Math.max(limit.bytes, 2 * sizeOf(statePath));
  const timer = setInterval(async () => {
    if (sizeOf(statePath) <= limitBytes) return;
    if (await isPoolEmpty(anvil.url)) await anvil.stop();
  }, 1_000);
  timer.unref();
  void anvil.exited.then(() => clearInterval(timer));
}

async function isPoolEmpty(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "txpool_status", params: [] }),
      signal: AbortSignal.timeout(2_000),
    });
    const { result } = (await response.json()) as { result?: Record<string, string> };
    return Number(result?.pending) === 0 && Number(result?.queued) === 0;
  } catch {
    return false;
  }
}
