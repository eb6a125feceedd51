import { afterAll, beforeAll, describe } from "vitest";
import type { Address, Hash, Intent, Receipt } from "@/lib/chains";
import { startEthereumLab } from "./ethereum-lab";
import { type ChainLab, callData } from "./lab";
import { startTronLab } from "./tron-lab";

export const USDT = 1_000_000n;

const CHAINS = [
  { chain: "ethereum", start: startEthereumLab, gas: 10n ** 18n, pinch: 10n },
  { chain: "tron", start: startTronLab, gas: 100_000_000n, pinch: 1n },
] as const;

/** The port on one of the chains: what every adapter must do alike is asked of all of them. */
export interface Contract {
  readonly chain: "ethereum" | "tron";
  /** Native coin for a few transactions, and too little for one. */
  readonly gas: bigint;
  readonly pinch: bigint;
  /** There from beforeAll on. */
  readonly lab: ChainLab;
  height(): Promise<number>;
  pay(to: Address, value: bigint): Promise<Hash>;
  receiptOf(tx: Hash): Promise<Receipt>;
  /** A token transfer of the lab's boss. */
  tokenTo(to: Address, value: bigint): Intent;
}

/** Declares the same tests for every chain, each with a chain of its own. */
export function describeEachChain(what: string, declare: (contract: Contract) => void): void {
  describe.each(CHAINS)(`${what} on $chain`, ({ chain, start, gas, pinch }) => {
    let lab: ChainLab;
    beforeAll(async () => {
      lab = await start();
      await lab.mine(lab.confirmations);
    });
    afterAll(() => lab?.stop());
    declare({
      chain,
      gas,
      pinch,
      get lab() {
        return lab;
      },
      height: async () => (await lab.adapter.heads()).latest.height,
      pay: (to, value) => lab.call(lab.boss, lab.token, callData.transfer(to, value)),
      async receiptOf(tx) {
        const receipt = await lab.adapter.receipt(tx);
        if (!receipt) throw new Error("no receipt");
        return receipt;
      },
      tokenTo: (to, value) => ({ kind: "token", from: lab.boss.address, to, value }),
    });
  });
}
