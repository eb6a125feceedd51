import { createHash } from "node:crypto";
import { createBase58check } from "@scure/base";
import { getAddress } from "viem";
import { addPoolAddresses } from "@/lib/addresses";
import { hashKey, newApiKey } from "@/lib/auth";
import { type Context, jobContext, transact } from "@/lib/command";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect } from "@/lib/db";
import { type NetworkId, newSecretText, silentLogger } from "@/lib/kit";
import { createMerchant } from "@/lib/merchants";

export interface ApiMerchant {
  readonly merchantId: string;
  readonly clientId: string;
  readonly number: number;
  readonly name: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** A web process and the database behind it. */
export interface ApiServer {
  readonly origin: string;
  readonly pid: number;
  readonly ownerUrl: string;
  readonly merchants: readonly [ApiMerchant, ApiMerchant];
}

const NAMES = ["Northwind Books", "Harbour Games"] as const;
const POOL = 3_000;
const base58check = createBase58check((data: Uint8Array) =>
  createHash("sha256").update(data).digest(),
);

/** Two merchants and a filled pool of addresses, in a database that is migrated. */
export async function seedWorld(
  workerUrl: string,
  secret: string,
): Promise<readonly [ApiMerchant, ApiMerchant]> {
  const db = connect({ url: workerUrl, name: "api-tests", max: 2 });
  const ctx = jobContext(db, "seed", silentLogger);
  try {
    const first = await seedMerchant(ctx, NAMES[0], secret);
    const second = await seedMerchant(ctx, NAMES[1], secret);
    for (const network of ["USDT-ERC20", "USDT-TRC20"] as const) {
      for (let from = 0; from < POOL; from += 500) {
        const rows = Array.from({ length: 500 }, (_, i) => addressAt(network, from + i));
        await transact(ctx, (tx) => addPoolAddresses(ctx, tx, rows));
      }
    }
    return [first, second];
  } finally {
    await db.close();
  }
}

/** A merchant with an API key, by a job's context. */
export async function seedMerchant(
  ctx: Context,
  name: string,
  secret: string,
): Promise<ApiMerchant> {
  const box = createSecretBox(secret);
  const apiKey = newApiKey("sandbox");
  const apiSecret = `tgs_test_${newSecretText()}`;
  const made = await createMerchant(ctx, {
    name,
    webhookUrl: null,
    apiKeyHash: hashKey(apiKey),
    apiKeyPrefix: apiKey.slice(0, 12),
    apiSecretHash: hashKey(apiSecret),
    sealSecret: (text, aad) => box.seal(text, aad),
  });
  const { merchantId, clientId, number } = made;
  return { merchantId, clientId, number, name, apiKey, apiSecret };
}

/** An address that looks like the network's, and like no other of these. */
export function addressAt(network: NetworkId, pathIndex: number) {
  const hash = createHash("sha256").update(`${network} ${pathIndex}`).digest().subarray(0, 20);
  const address = hash.toString("hex");
  const display =
    network === "USDT-ERC20"
      ? getAddress(`0x${address}`)
      : base58check.encode(Buffer.concat([Buffer.from([0x41]), hash]));
  return { network, address, display, pathIndex };
}
