import { type Config, ConfigError, requireSetting } from "@/lib/config";
import {
  createKeystore,
  type KeyRing,
  KeystoreCorruptError,
  KeystoreExistsError,
  KeystoreMissingError,
  KeystorePassphraseError,
  openKeyRing,
  openKeystore,
  type Seed,
} from "@/lib/custody";

/** Asked for by hand, once, where production's keystore is to be. */
export const CREATE_KEYSTORE_FLAG = "--create-keystore";

/**
 * Opens the keys of this process. A sandbox makes its keystore at the first start; elsewhere a missing one is
 * never made by itself, for the money of the lost one would be out of reach. Throws ConfigError.
 */
export async function openWallet(config: Config): Promise<KeyRing> {
  const seed = await openSeed(config);
  try {
    return openKeyRing(seed);
  } finally {
    seed.destroy();
  }
}

/** Makes a new keystore where the settings say and answers its path. Throws ConfigError when one is there. */
export async function createWallet(config: Config): Promise<string> {
  const { path, passphrase } = settings(config);
  try {
    await createKeystore(path, passphrase);
  } catch (error) {
    throw explain(error, path);
  }
  return path;
}

function settings(config: Config): { readonly path: string; readonly passphrase: string } {
  return {
    path: requireSetting(config.keystorePath, "KEYSTORE_PATH"),
    passphrase: requireSetting(config.keystorePassphrase, "KEYSTORE_PASSPHRASE"),
  };
}

async function openSeed(config: Config): Promise<Seed> {
  const { path, passphrase } = settings(config);
  try {
    return await openKeystore(path, passphrase).catch(async (error: unknown) => {
      const first = error instanceof KeystoreMissingError && config.environment === "sandbox";
      if (!first) throw error;
      await createUnlessThere(path, passphrase);
      return openKeystore(path, passphrase);
    });
  } catch (error) {
    throw explain(error, path);
  }
}

/** Of two signers at a first start one makes the file and both use it. */
async function createUnlessThere(path: string, passphrase: string): Promise<void> {
  try {
    await createKeystore(path, passphrase);
  } catch (error) {
    if (!(error instanceof KeystoreExistsError)) throw error;
  }
}

function explain(error: unknown, path: string): unknown {
  if (error instanceof KeystoreMissingError) {
    return new ConfigError([
      `KEYSTORE_PATH names no keystore: there is no file ${path}. Restore it from its backup, or make a new one with: npm run signer -- ${CREATE_KEYSTORE_FLAG}`,
    ]);
  }
  if (error instanceof KeystoreExistsError) {
    return new ConfigError([`KEYSTORE_PATH: ${path} exists already and is not overwritten`]);
  }
  if (error instanceof KeystoreCorruptError) {
    return new ConfigError([`KEYSTORE_PATH is not usable: ${error.message}`]);
  }
  if (error instanceof KeystorePassphraseError) {
    return new ConfigError([`KEYSTORE_PASSPHRASE does not fit: ${error.message}`]);
  }
  return error;
}
