import { createCipheriv, randomBytes, scryptSync } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  KeystoreCorruptError,
  KeystoreExistsError,
  KeystoreMissingError,
  KeystorePassphraseError,
} from "./errors";
import { createKeystore, openKeystore } from "./keystore";
import type { KeystoreFile } from "./keystore-file";
import { readSeed, seedFromMnemonic } from "./seed";

const QUICK = { scryptN: 2 ** 10 };
const PASSPHRASE = "correct horse battery staple";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tillgate-keystore-"));
  path = join(folder, "keystore.json");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function readStored(from = path): Promise<KeystoreFile> {
  return JSON.parse(await readFile(from, "utf8"));
}

async function store(content: unknown): Promise<void> {
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
}

function flip(text: string): string {
  const bytes = Buffer.from(text, "base64url");
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return bytes.toString("base64url");
}

describe("createKeystore", () => {
  it("makes a wallet that opens to the same seed each time", async () => {
    await createKeystore(path, PASSPHRASE, QUICK);
    const first = readSeed(await openKeystore(path, PASSPHRASE));
    const second = readSeed(await openKeystore(path, PASSPHRASE));
    expect(first).toHaveLength(64);
    expect(Buffer.from(first).equals(second)).toBe(true);
  });

  it("uses scrypt with N = 2^17, r = 8, p = 1 by default", async () => {
    await createKeystore(path, PASSPHRASE);
    expect((await readStored()).kdf).toMatchObject({ name: "scrypt", N: 131_072, r: 8, p: 1 });
    await expect(openKeystore(path, PASSPHRASE)).resolves.toBeDefined();
    // Twice 128 MiB and a second of work, more on a busy machine.
  }, 30_000);

  it("writes one file, for its owner alone", async () => {
    await createKeystore(path, PASSPHRASE, QUICK);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["keystore.json"]);
  });

  it("never overwrites a keystore", async () => {
    await createKeystore(path, PASSPHRASE, QUICK);
    const before = await readFile(path, "utf8");
    await expect(createKeystore(path, "another", QUICK)).rejects.toThrow(KeystoreExistsError);
    expect(await readFile(path, "utf8")).toBe(before);
    expect(await readdir(folder)).toEqual(["keystore.json"]);
  });

  it("lets one of two win that start at once", async () => {
    const results = await Promise.allSettled([
      createKeystore(path, PASSPHRASE, QUICK),
      createKeystore(path, PASSPHRASE, QUICK),
    ]);
    expect(results.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(openKeystore(path, PASSPHRASE)).resolves.toBeDefined();
  });

  it("refuses an empty passphrase", async () => {
    await expect(createKeystore(path, "", QUICK)).rejects.toThrow(KeystorePassphraseError);
  });

  it("makes another seed, salt and id each time", async () => {
    const other = join(folder, "other.json");
    await createKeystore(path, PASSPHRASE, QUICK);
    await createKeystore(other, PASSPHRASE, QUICK);
    const [a, b] = [await readStored(), await readStored(other)];
    expect(a.id).not.toBe(b.id);
    expect(a.kdf.salt).not.toBe(b.kdf.salt);
    const seeds = [await openKeystore(path, PASSPHRASE), await openKeystore(other, PASSPHRASE)];
    expect(new Set(seeds.map((s) => Buffer.from(readSeed(s)).toString("hex"))).size).toBe(2);
  });
});

describe("openKeystore", () => {
  it("says when there is none", async () => {
    await expect(openKeystore(path, PASSPHRASE)).rejects.toThrow(KeystoreMissingError);
  });

  it("refuses a wrong passphrase without repeating it", async () => {
    await createKeystore(path, PASSPHRASE, QUICK);
    const failure = await openKeystore(path, "wrong horse").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KeystorePassphraseError);
    expect(String(failure)).not.toContain("horse");
  });

  it("takes a passphrase however its letters are composed", async () => {
    await createKeystore(path, "schlu\u0308ssel", QUICK);
    await expect(openKeystore(path, "schl\u00fcssel")).resolves.toBeDefined();
  });

  it("opens a file that was written by the format's description alone", async () => {
    const id = "6f1c2a52-0b0e-4f57-9a75-0f7f5e1c9d11";
    const [salt, dataKey] = [randomBytes(32), randomBytes(32)];
    const wrappingKey = scryptSync(PASSPHRASE, salt, 32, { N: 1_024, r: 8, p: 1 });
    const box = (key: Buffer, plaintext: Buffer, part: string) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      cipher.setAAD(Buffer.from(`tillgate-keystore:${id}:v1:${part}`));
      const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString("base64url");
    };
    await store({
      version: 1,
      id,
      kdf: { name: "scrypt", N: 1_024, r: 8, p: 1, salt: salt.toString("base64url") },
      dataKey: box(wrappingKey, dataKey, "data-key"),
      seed: box(dataKey, Buffer.alloc(32), "seed"),
    });
    const known = readSeed(await seedFromMnemonic(`${"abandon ".repeat(23)}art`));
    expect(Buffer.from(known).equals(readSeed(await openKeystore(path, PASSPHRASE)))).toBe(true);
  });

  it.each(["", "{", "null", "[]", "{}", '{"version":1}'])("refuses %j as a file", async (text) => {
    await createKeystore(path, PASSPHRASE, QUICK);
    await store(text);
    await expect(openKeystore(path, PASSPHRASE)).rejects.toThrow(KeystoreCorruptError);
  });

  it("refuses a file that is far too large", async () => {
    await createKeystore(path, PASSPHRASE, QUICK);
    await store(`${await readFile(path, "utf8")}${" ".repeat(20_000)}`);
    await expect(openKeystore(path, PASSPHRASE)).rejects.toThrow(KeystoreCorruptError);
  });
});

describe("a tampered keystore", () => {
  type Tamper = (file: KeystoreFile) => unknown;
  const kdf = (change: object): Tamper => {
    return (file) => ({ ...file, kdf: { ...file.kdf, ...change } });
  };
  const otherId = "6f1c2a52-0b0e-4f57-9a75-0f7f5e1c9d11";

  it.each<[string, Tamper]>([
    ["version", (file) => ({ ...file, version: 2 })],
    ["an id that is none", (file) => ({ ...file, id: "1" })],
    ["an unknown field", (file) => ({ ...file, note: "x" })],
    ["a missing field", ({ seed: _, ...file }) => file],
    ["kdf name", kdf({ name: "pbkdf2" })],
    ["N of 2^30", kdf({ N: 2 ** 30 })],
    ["N of 2^19", kdf({ N: 2 ** 19 })],
    ["N of 2", kdf({ N: 2 })],
    ["N that is no power of two", kdf({ N: 1_500 })],
    ["N as text", kdf({ N: "1024" })],
    ["negative N", kdf({ N: -1_024 })],
    ["r", kdf({ r: 1_024 })],
    ["p", kdf({ p: 16 })],
    ["a salt that is not base64url", kdf({ salt: "***" })],
    ["a data key that is not base64url", (file) => ({ ...file, dataKey: `${file.dataKey}=` })],
    ["the seed", (file) => ({ ...file, seed: flip(file.seed) })],
    ["an empty seed", (file) => ({ ...file, seed: "" })],
    ["a seed cut short", (file) => ({ ...file, seed: file.seed.slice(0, 40) })],
    ["the data key in place of the seed", (file) => ({ ...file, seed: file.dataKey })],
  ])("is corrupt: %s", async (_, tamper) => {
    await createKeystore(path, PASSPHRASE, QUICK);
    await store(tamper(await readStored()));
    await expect(openKeystore(path, PASSPHRASE)).rejects.toThrow(KeystoreCorruptError);
  });

  it.each<[string, Tamper]>([
    ["id", (file) => ({ ...file, id: otherId })],
    ["N within bounds", kdf({ N: 2 ** 11 })],
    ["salt", (file) => kdf({ salt: flip(file.kdf.salt) })(file)],
    ["data key", (file) => ({ ...file, dataKey: flip(file.dataKey) })],
    ["an empty data key", (file) => ({ ...file, dataKey: "" })],
    ["the seed in place of the data key", (file) => ({ ...file, dataKey: file.seed })],
  ])("does not open: %s", async (_, tamper) => {
    await createKeystore(path, PASSPHRASE, QUICK);
    await store(tamper(await readStored()));
    await expect(openKeystore(path, PASSPHRASE)).rejects.toThrow(KeystorePassphraseError);
  });

  it("does not take the seed box of another keystore", async () => {
    const other = join(folder, "other.json");
    await createKeystore(path, PASSPHRASE, QUICK);
    await createKeystore(other, PASSPHRASE, QUICK);
    await store({ ...(await readStored()), seed: (await readStored(other)).seed });
    await expect(openKeystore(path, PASSPHRASE)).rejects.toThrow(KeystoreCorruptError);
  });
});
