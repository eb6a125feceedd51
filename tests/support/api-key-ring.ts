import { afterAll, beforeAll, expect } from "vitest";
import {
  authenticate,
  type IssuedKey,
  issueApiKey,
  issueSubject,
  KEYS_ISSUE,
  KEYS_ROLL,
  type KeyPair,
  type KeySettings,
  type NewKeySettings,
  newKeyPair,
  rollApiKey,
  rollSubject,
} from "@/lib/auth";
import { type Context, jobContext, type Permission, type StepUpSubject } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { silentLogger, type Units } from "@/lib/kit";
import { createMerchant } from "@/lib/merchants";
import { permissionsOfRole } from "@/lib/people";
import { createTestDatabase, type TestDatabase } from "./database";
import { confirmedChallenge } from "./persons";

export const HOUR_MS = 3_600_000;
export const usdt = (whole: bigint) => (whole * 1_000_000n) as Units;
export const PLAIN: KeySettings = {
  name: "Shop",
  scopes: ["deposits"],
  ipAllowList: [],
  dailyCap: null,
  dailyCapWithSecret: null,
};

/** Whoever makes the keys of these tests. */
export const ANN = "018f0000-0000-7000-8000-000000000001";

/** How a test comes to the door. */
export interface Knock {
  readonly address?: string;
  readonly withSecret?: boolean;
  readonly environment?: "sandbox" | "production";
}

let database: TestDatabase;
let worker: Database;
let web: Database;
let owner: Database;
let mine: string;
let other: string;
let first: KeyPair;

async function addMerchant(name: string, pair: KeyPair): Promise<string> {
  const made = await createMerchant(jobContext(worker, "test", silentLogger), {
    name,
    webhookUrl: null,
    apiKeyHash: pair.keyHash,
    apiKeyPrefix: pair.prefix,
    apiSecretHash: pair.secretHash,
    sealSecret: () => "sealed",
  });
  return made.merchantId;
}

const as = (merchantId: string, ...permissions: Permission[]): Context => ({
  ...jobContext(web, "test", silentLogger),
  merchantId,
  actor: { kind: "user", id: ANN },
  permissions: permissions.length > 0 ? new Set(permissions) : permissionsOfRole("owner"),
});

/** Ann with a code that was given for exactly this. */
async function coded(merchantId: string, kind: string, subject: StepUpSubject): Promise<Context> {
  const stepUp = await confirmedChallenge(worker, merchantId, { id: ANN }, kind, subject);
  return { ...as(merchantId), stepUp };
}

async function issue(
  given: Partial<NewKeySettings> = {},
  merchantId = mine,
  environment: "sandbox" | "production" = "sandbox",
): Promise<IssuedKey> {
  const settings = { ...PLAIN, ...given };
  const ctx = await coded(merchantId, KEYS_ISSUE, issueSubject(settings));
  return issueApiKey(ctx, environment, settings);
}

/** Rolls a key with a code for it; 24 hours of overlap unless told otherwise. */
async function roll(keyId: string, overlapMs?: number): Promise<IssuedKey> {
  const ctx = await coded(mine, KEYS_ROLL, rollSubject(keyId, overlapMs ?? 24 * HOUR_MS));
  return rollApiKey(ctx, "sandbox", { keyId, ...(overlapMs === undefined ? {} : { overlapMs }) });
}

function knock(key: { apiKey: string; apiSecret?: string }, ask: Knock = {}) {
  const credentials = {
    key: key.apiKey,
    secret: ask.withSecret ? (key.apiSecret ?? null) : null,
    address: ask.address ?? "203.0.113.7",
    secretRequired: false,
  };
  const silent = { count: async () => undefined, takeBack: async () => undefined };
  return authenticate(web, ask.environment ?? "sandbox", credentials, silent);
}

/** An error with that code. */
export const refusal = (code: string) => expect.objectContaining({ code });

const audited = (id: string) =>
  owner.sql`select actor, action, data, merchant_id from audit_log where subject_id = ${id} order by id`;

/** Gives the file's tests a database with two merchants, who have a key each. */
export function setUpKeys() {
  beforeAll(async () => {
    database = await createTestDatabase();
    worker = connect({ url: database.workerUrl, name: "test-worker", max: 10 });
    web = connect({ url: database.webUrl, name: "test-web", max: 10 });
    owner = connect({ url: database.ownerUrl, name: "test-owner", max: 2 });
    await owner.sql`insert into users (id, email, name, created_at) values (${ANN}, 'ann@example.com', 'Ann', now())`;
    first = newKeyPair("sandbox");
    mine = await addMerchant("Mine", first);
    other = await addMerchant("Other", newKeyPair("sandbox"));
  });
  afterAll(async () => {
    await Promise.all([worker, web, owner].map((db) => db?.close()));
    await database?.drop();
  });
  return {
    get worker() {
      return worker;
    },
    get owner() {
      return owner;
    },
    get mine() {
      return mine;
    },
    get other() {
      return other;
    },
    /** The key that the first merchant was made with. */
    get first() {
      return first;
    },
    addMerchant,
    /** A dashboard's call: the web role, and the rights of a person. */
    as,
    coded,
    roll,
    /** A new key of the sandbox, of the first merchant unless told otherwise. */
    issue,
    /** Comes to the door with a key. */
    knock,
    audited,
  };
}
