import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { newSecretText } from "@/lib/kit";
import { createSandboxMnemonic } from "@/lib/sandbox/ethereum";

const merchantSchema = z.object({
  merchantId: z.string(),
  clientId: z.string(),
  name: z.string(),
  apiKey: z.string(),
  apiSecret: z.string(),
  webhookSecret: z.string(),
});
export type DemoMerchant = z.output<typeof merchantSchema>;

const personSchema = z.object({
  email: z.string(),
  password: z.string(),
  /** Base32, of the second factor. */
  totpSecret: z.string(),
});
/** Someone who can sign in to the demo's dashboard. */
export type DemoPerson = z.output<typeof personSchema>;

const stateSchema = z.object({
  postgresPassword: z.string(),
  ownerPassword: z.string(),
  webPassword: z.string(),
  workerPassword: z.string(),
  secret: z.string(),
  keystorePassphrase: z.string(),
  ethereumMnemonic: z.string(),
  tronFaucetKey: z.string(),
  ports: z.object({
    postgres: z.number().nullable(),
    ethereum: z.number().nullable(),
    tron: z.number().nullable(),
  }),
  contracts: z.object({ erc20: z.string().nullable(), trc20: z.string().nullable() }),
  merchants: z.array(merchantSchema),
  /** The owners, by their merchant's place above. A sandbox from before there were people has none. */
  owners: z.array(personSchema).default([]),
  operator: personSchema.nullable().default(null),
});

/** What a sandbox makes at its first start and keeps: secrets, ports, contracts, demo merchants. */
export type SandboxState = z.output<typeof stateSchema>;

function newState(): SandboxState {
  return {
    postgresPassword: newSecretText(),
    ownerPassword: newSecretText(),
    webPassword: newSecretText(),
    workerPassword: newSecretText(),
    secret: newSecretText(),
    keystorePassphrase: newSecretText(),
    ethereumMnemonic: createSandboxMnemonic(),
    tronFaucetKey: randomBytes(32).toString("hex"),
    ports: { postgres: null, ethereum: null, tron: null },
    contracts: { erc20: null, trc20: null },
    merchants: [],
    owners: [],
    operator: null,
  };
}

const fileOf = (dataDir: string) => path.join(dataDir, "state.json");

/** Reads the sandbox's state, or makes it at the first start. */
export function openState(dataDir: string): SandboxState {
  const file = fileOf(dataDir);
  if (existsSync(file)) return stateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  mkdirSync(dataDir, { recursive: true });
  const made = newState();
  saveState(dataDir, made);
  return made;
}

/** Writes the state in one step (mode 0600): a kill leaves the old one or the new one. */
export function saveState(dataDir: string, state: SandboxState): void {
  writePrivateFile(fileOf(dataDir), state);
}

export function writePrivateFile(file: string, value: unknown): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}
