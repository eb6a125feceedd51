import { randomUUID } from "node:crypto";
import { link, mkdir, open, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { KeystoreCorruptError, KeystoreExistsError, KeystoreMissingError } from "./errors";

const MAX_FILE_BYTES = 16_384;

/** 2^17 with r = 8 takes 128 MiB and about 0.4 s. */
export const SCRYPT_N = 2 ** 17;
/** A file may not ask for more than 256 MiB, nor for next to no work. */
const MAX_SCRYPT_N = 2 ** 18;
const MIN_SCRYPT_N = 2 ** 10;

function isScryptN(value: number): boolean {
  const exponent = Math.log2(value);
  return Number.isInteger(exponent) && value >= MIN_SCRYPT_N && value <= MAX_SCRYPT_N;
}

function canonicalBytes(text: string): boolean {
  return Buffer.from(text, "base64url").toString("base64url") === text;
}

const bytesText = z.string().max(512).refine(canonicalBytes);

const keystoreFile = z.strictObject({
  version: z.literal(1),
  id: z.uuid(),
  kdf: z.strictObject({
    name: z.literal("scrypt"),
    N: z.number().refine(isScryptN),
    r: z.literal(8),
    p: z.literal(1),
    salt: bytesText,
  }),
  /** Boxes are iv ‖ tag ‖ ciphertext of AES-256-GCM in base64url. */
  dataKey: bytesText,
  seed: bytesText,
});

export type KeystoreFile = z.infer<typeof keystoreFile>;

/** Reads and checks a keystore file. Throws KeystoreMissingError or KeystoreCorruptError. */
export async function readKeystoreFile(path: string): Promise<KeystoreFile> {
  const parsed = keystoreFile.safeParse(parseJson(await readBounded(path), path));
  if (!parsed.success) throw new KeystoreCorruptError(`${path} is not a keystore of version 1`);
  return parsed.data;
}

/** Writes a new keystore file, mode 0600, whole or not at all. Throws KeystoreExistsError. */
export async function writeKeystoreFile(path: string, content: KeystoreFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeDurably(temporary, `${JSON.stringify(content, null, 2)}\n`);
    // link, unlike rename, fails when the name is taken: of two signers at a first start one wins.
    await link(temporary, path);
  } catch (error) {
    if (hasCode(error, "EEXIST")) throw new KeystoreExistsError(`${path} exists already`);
    throw error;
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
  await syncFolder(dirname(path));
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function readBounded(path: string): Promise<string> {
  const file = await open(path, "r").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) throw new KeystoreMissingError(`there is no keystore at ${path}`);
    throw error;
  });
  try {
    const { size } = await file.stat();
    if (size > MAX_FILE_BYTES) throw new KeystoreCorruptError(`${path} is too large`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new KeystoreCorruptError(`${path} is not JSON`);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
