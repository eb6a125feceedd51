import { secp256k1 } from "@noble/curves/secp256k1.js";
import { HDKey } from "@scure/bip32";
import { assert, NETWORKS, type NetworkId, present } from "@/lib/kit";
import { KeyCheckError } from "./errors";
import { ACCOUNT_OF_PURPOSE, checkKeyPath, HARDENED, type KeyPath, type KeyPurpose } from "./paths";
import { readSeed, type Seed } from "./seed";

/** Every key of the wallet, behind functions that never give one out. Paths are checked (InvalidKeyPathError). */
export interface KeyRing {
  /** The compressed public key (33 bytes), by way of the private key. */
  publicKey(path: KeyPath): Uint8Array;
  /** The same public key by way of the account's extended public key, without any private key. */
  watchPublicKey(path: KeyPath): Uint8Array;
  /**
   * Signs 32 bytes as they are: r ‖ s ‖ v (65 bytes), low s, v 0 or 1.
   * Throws KeyCheckError when the signature does not recover to the path's public key.
   */
  sign(path: KeyPath, hash: Uint8Array): Uint8Array;
  /** Wipes the keys; any later use is an AssertionError. */
  destroy(): void;
}

/** m/44'/coin'/account'/0, once with and once without its private key. */
interface Branch {
  readonly signing: HDKey;
  readonly watching: HDKey;
}

/** Derives the branches of every network and purpose. The seed may be destroyed afterwards. */
export function openKeyRing(seed: Seed): KeyRing {
  const branches = deriveBranches(readSeed(seed));

  function branch(path: KeyPath): Branch {
    checkKeyPath(path);
    assert(branches.size > 0, "the key ring was destroyed");
    return present(branches.get(branchName(path.network, path.purpose)), "the branch");
  }

  function withKey<T>(path: KeyPath, use: (key: HDKey) => T): T {
    const key = deriveIndex(branch(path).signing, path.index);
    try {
      return use(key);
    } finally {
      key.wipePrivateData();
    }
  }

  return {
    publicKey: (path) => withKey(path, publicKeyOf),
    watchPublicKey: (path) => publicKeyOf(deriveIndex(branch(path).watching, path.index)),
    sign: (path, hash) => withKey(path, (key) => signChecked(key, hash)),
    destroy() {
      for (const { signing } of branches.values()) signing.wipePrivateData();
      branches.clear();
    },
  };
}

function branchName(network: NetworkId, purpose: KeyPurpose): string {
  return `${network}/${ACCOUNT_OF_PURPOSE[purpose]}`;
}

function deriveBranches(seed: Uint8Array): Map<string, Branch> {
  const root = HDKey.fromMasterSeed(seed);
  const branches = new Map<string, Branch>();
  for (const network of NETWORKS) {
    for (const purpose of ["deposit", "merchant", "gas"] as const) {
      const account = deriveAccount(root, network.coinType, ACCOUNT_OF_PURPOSE[purpose]);
      branches.set(branchName(network.id, purpose), {
        signing: deriveIndex(account, 0),
        watching: deriveIndex(HDKey.fromExtendedKey(account.publicExtendedKey), 0),
      });
      account.wipePrivateData();
    }
  }
  root.wipePrivateData();
  return branches;
}

function deriveAccount(root: HDKey, coinType: number, account: number): HDKey {
  const purpose = deriveIndex(root, HARDENED + 44);
  const coin = deriveIndex(purpose, HARDENED + coinType);
  const node = deriveIndex(coin, HARDENED + account);
  purpose.wipePrivateData();
  coin.wipePrivateData();
  return node;
}

/** BIP-32 lets a library skip to the next index (odds 1 in 2^127); two paths would then share a key. */
function deriveIndex(parent: HDKey, index: number): HDKey {
  const child = parent.deriveChild(index);
  if (child.index !== index) throw new KeyCheckError("the derivation skipped an index");
  return child;
}

function publicKeyOf(key: HDKey): Uint8Array {
  return present(key.publicKey, "the public key");
}

function signChecked(key: HDKey, hash: Uint8Array): Uint8Array {
  assert(hash.length === 32, "a signature covers 32 bytes");
  const secret = present(key.privateKey, "the private key");
  try {
    const recoverable = secp256k1.sign(hash, secret, {
      prehash: false,
      lowS: true,
      format: "recovered",
    });
    checkSignature(recoverable, hash, publicKeyOf(key));
    return Uint8Array.from([...recoverable.subarray(1), ...recoverable.subarray(0, 1)]);
  } finally {
    secret.fill(0);
  }
}

/** A faulty computation could give the key away with its signature, so none leaves unchecked. */
function checkSignature(recoverable: Uint8Array, hash: Uint8Array, publicKey: Uint8Array): void {
  const signature = secp256k1.Signature.fromBytes(recoverable, "recovered");
  const recovered = secp256k1.recoverPublicKey(recoverable, hash, { prehash: false });
  const holds =
    (signature.recovery === 0 || signature.recovery === 1) &&
    !signature.hasHighS() &&
    Buffer.from(recovered).equals(publicKey);
  if (!holds) throw new KeyCheckError("the signature does not recover to its key");
}
