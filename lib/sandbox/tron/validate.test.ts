import { describe, expect, it } from "vitest";
import { addressBytes, hexAddressOfPrivateKey } from "./addresses";
import { hexToBytes } from "./bytes";
import { buildTransaction } from "./transaction";
import { type ChainTip, checkTiming } from "./validate";

const HEAD = 70_000;
const NOW = 1_795_180_008_000;
const DAY_MS = 86_400_000;
const hashOf = (height: number) => height.toString(16).padStart(16, "e");
const tip: ChainTip = {
  height: HEAD,
  time: NOW,
  idOf: (height) => "0".repeat(16) + hashOf(height) + "0".repeat(32),
};
const owner = addressBytes(hexAddressOfPrivateKey(hexToBytes("11".repeat(32))));

function check(height: number, expiration: number): void {
  const low = (height & 0xffff).toString(16).padStart(4, "0");
  const tx = buildTransaction(
    "TransferContract",
    { owner_address: owner, to_address: owner, amount: 1n },
    {
      ref_block_bytes: hexToBytes(low),
      ref_block_hash: hexToBytes(hashOf(height)),
      expiration: BigInt(expiration),
      timestamp: 1n,
    },
  );
  checkTiming(tip, tx);
}

describe("when a transaction may go into a block", () => {
  it("refers to one of the last 65,536 blocks", () => {
    for (const height of [HEAD, HEAD - 1, 65_536, 65_535, HEAD - 65_535]) {
      expect(() => check(height, NOW + 1)).not.toThrow();
    }
    expect(() => check(HEAD - 65_536, NOW + 1)).toThrow("Tapos check error.");
    expect(() => check(HEAD + 1, NOW + 1)).toThrow("Tapos check error.");
  });

  it("expires after the newest block and within a day of it", () => {
    expect(() => check(HEAD, NOW + DAY_MS)).not.toThrow();
    for (const expiration of [NOW, NOW - 1, NOW + DAY_MS + 1]) {
      expect(() => check(HEAD, expiration)).toThrow("Transaction expired");
    }
  });
});
