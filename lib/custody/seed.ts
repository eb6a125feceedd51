import { inspect } from "node:util";
import { entropyToMnemonic, mnemonicToSeed, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { assert } from "@/lib/kit";

const HIDDEN = "Seed(hidden)";

/** Reads the 64 bytes of a seed. For this room alone: index.ts does not pass it on. */
export let readSeed: (seed: Seed) => Uint8Array;

/** A BIP-39 seed that no print, log or serialisation shows. */
export class Seed {
  #bytes: Uint8Array | null;

  static {
    readSeed = (seed) => {
      assert(seed.#bytes, "the seed was destroyed");
      return seed.#bytes;
    };
  }

  /** Takes the bytes over: they are zeroed by destroy(). */
  constructor(bytes: Uint8Array) {
    assert(bytes.length === 64, "a BIP-39 seed has 64 bytes");
    this.#bytes = bytes;
  }

  /** Zeroes the seed; a key ring opened from it before works on. */
  destroy(): void {
    this.#bytes?.fill(0);
    this.#bytes = null;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** The seed of a BIP-39 mnemonic in English, without a BIP-39 passphrase. */
export async function seedFromMnemonic(mnemonic: string): Promise<Seed> {
  assert(validateMnemonic(mnemonic, wordlist), "not a BIP-39 mnemonic");
  return new Seed(await mnemonicToSeed(mnemonic));
}

/** The seed of the mnemonic that stands for this entropy (32 bytes are 24 words). */
export async function seedFromEntropy(entropy: Uint8Array): Promise<Seed> {
  return seedFromMnemonic(entropyToMnemonic(entropy, wordlist));
}
