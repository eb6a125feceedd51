import { randomBytes, randomUUID, type ScryptOptions, scrypt } from "node:crypto";
import { open, seal } from "@/lib/config/aead";
import { KeystoreCorruptError, KeystorePassphraseError } from "./errors";
import { type KeystoreFile, readKeystoreFile, SCRYPT_N, writeKeystoreFile } from "./keystore-file";
import { type Seed, seedFromEntropy } from "./seed";

const KEY_BYTES = 32;
const SALT_BYTES = 32;
/** 256 bits of entropy are the 24 words of BIP-39. */
const ENTROPY_BYTES = 32;

interface CreateOptions {
  /** Work factor of scrypt; lower than the default in tests only. */
  readonly scryptN?: number;
}

/**
 * Makes a new random wallet and stores it under the passphrase.
 * Throws KeystoreExistsError, and KeystorePassphraseError for an empty passphrase.
 */
export async function createKeystore(
  path: string,
  passphrase: string,
  options: CreateOptions = {},
): Promise<void> {
  if (passphrase === "") throw new KeystorePassphraseError("the keystore needs a passphrase");
  const id = randomUUID();
  const salt = randomBytes(SALT_BYTES);
  const kdf = { name: "scrypt", N: options.scryptN ?? SCRYPT_N, r: 8, p: 1 } as const;
  const wrappingKey = await stretch(passphrase, salt, kdf);
  const dataKey = randomBytes(KEY_BYTES);
  const entropy = randomBytes(ENTROPY_BYTES);
  try {
    await writeKeystoreFile(path, {
      version: 1,
      id,
      kdf: { ...kdf, salt: salt.toString("base64url") },
      dataKey: seal(wrappingKey, dataKey, aad(id, "data-key")).toString("base64url"),
      seed: seal(dataKey, entropy, aad(id, "seed")).toString("base64url"),
    });
  } finally {
    zero(wrappingKey, dataKey, entropy);
  }
}

/** Opens a keystore. Throws KeystoreMissingError, KeystorePassphraseError or KeystoreCorruptError. */
export async function openKeystore(path: string, passphrase: string): Promise<Seed> {
  const file = await readKeystoreFile(path);
  const entropy = await openEntropy(file, passphrase);
  try {
    return await seedFromEntropy(entropy);
  } finally {
    zero(entropy);
  }
}

async function openEntropy(file: KeystoreFile, passphrase: string): Promise<Buffer> {
  const wrappingKey = await stretch(passphrase, bytes(file.kdf.salt), file.kdf);
  const dataKey = open(wrappingKey, bytes(file.dataKey), aad(file.id, "data-key"));
  zero(wrappingKey);
  if (dataKey?.length !== KEY_BYTES) {
    throw new KeystorePassphraseError("the passphrase does not open the keystore");
  }
  const entropy = open(dataKey, bytes(file.seed), aad(file.id, "seed"));
  zero(dataKey);
  if (entropy?.length !== ENTROPY_BYTES) {
    throw new KeystoreCorruptError("the seed in the keystore was altered");
  }
  return entropy;
}

function aad(walletId: string, part: "data-key" | "seed"): string {
  return `tillgate-keystore:${walletId}:v1:${part}`;
}

interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

function stretch(passphrase: string, salt: Uint8Array, { N, r, p }: ScryptCost): Promise<Buffer> {
  // OpenSSL counts a little more than 128·N·r bytes.
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    // NFKC: the same passphrase opens the file however a keyboard composed its letters.
    scrypt(passphrase.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function bytes(text: string): Buffer {
  return Buffer.from(text, "base64url");
}

function zero(...buffers: Buffer[]): void {
  for (const buffer of buffers) buffer.fill(0);
}
