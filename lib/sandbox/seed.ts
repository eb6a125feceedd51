import { newKeyPair } from "@/lib/auth";
import { jobContext } from "@/lib/command";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect } from "@/lib/db";
import { silentLogger } from "@/lib/kit";
import { createMerchant } from "@/lib/merchants";
import type { DemoMerchant } from "./state";

const NAMES = ["Northwind Books", "Harbour Games"] as const;

/** Makes the demo merchants that are missing, each with a key of its own; nothing is shared between them. */
export async function seedMerchants(options: {
  readonly workerUrl: string;
  readonly secret: string;
  readonly known: readonly DemoMerchant[];
  readonly save: (merchants: readonly DemoMerchant[]) => void;
}): Promise<readonly DemoMerchant[]> {
  const made = [...options.known];
  if (made.length === NAMES.length) return made;
  const db = connect({ url: options.workerUrl, name: "tillgate-launcher", max: 2 });
  const box = createSecretBox(options.secret);
  try {
    for (const name of NAMES.slice(made.length)) {
      const pair = newKeyPair("sandbox");
      const merchant = await createMerchant(jobContext(db, "seed", silentLogger), {
        name,
        webhookUrl: null,
        apiKeyHash: pair.keyHash,
        apiSecretHash: pair.secretHash,
        apiKeyPrefix: pair.prefix,
        sealSecret: (text, aad) => box.seal(text, aad),
      });
      made.push({
        merchantId: merchant.merchantId,
        clientId: merchant.clientId,
        name,
        apiKey: pair.apiKey,
        apiSecret: pair.apiSecret,
        webhookSecret: merchant.webhookSecret,
      });
      options.save(made);
    }
  } finally {
    await db.close();
  }
  return made;
}
