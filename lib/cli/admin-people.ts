import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { getConfig } from "@/lib/config";
import { type AdminCommand, UsageError } from "./admin-command";

const person = z.object({ email: z.string(), totpSecret: z.string() });
const facts = z.object({ merchant: person, otherMerchant: person, operator: person });

const code: AdminCommand = {
  words: "people code",
  summary:
    "The one-time code of a person of the sandbox's demo (the first merchant's owner) for now",
  operands: [],
  options: { email: { value: "EMAIL", meaning: "of another of the demo's people" } },
  async run(_session, given) {
    const { environment, dataDir } = getConfig();
    if (environment !== "sandbox")
      throw new UsageError("only the sandbox knows its people's codes");
    const known = facts.parse(
      JSON.parse(readFileSync(path.resolve(dataDir, "sandbox.json"), "utf8")),
    );
    const email = given.option("email") ?? known.merchant.email;
    const found = [known.merchant, known.otherMerchant, known.operator].find(
      (one) => one.email === email,
    );
    if (!found) throw new UsageError(`${email} is none of the demo's people`);
    const { totpCode } = await import("@/lib/people");
    const now = await totpCode(found.totpSecret, new Date());
    return { text: `${now}   for ${email}`, data: { email, code: now } };
  },
};

export const PEOPLE_COMMANDS: readonly AdminCommand[] = [code];
