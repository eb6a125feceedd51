import type { Config } from "@/lib/config";
import type { SandboxState } from "./state";

/** What a person needs for a first payment: where it runs, the key, and one line to copy. */
export function banner(config: Config, state: SandboxState): string {
  const merchant = state.merchants[0];
  const owner = state.owners[0];
  const rule = "─".repeat(78);
  return [
    "",
    rule,
    `  Tillgate sandbox is ready: ${config.origin}`,
    `  Test money only. Everything is kept in ${config.dataDir} (facts for programs: sandbox.json).`,
    "",
    `  Merchant    ${merchant?.name ?? ""} (${merchant?.clientId ?? ""})`,
    `  API key     ${merchant?.apiKey ?? ""}`,
    `  API secret  ${merchant?.apiSecret ?? ""}`,
    "",
    `  Dashboard   ${config.origin}/dashboard`,
    `  Sign in     ${owner?.email ?? ""}   password ${owner?.password ?? ""}`,
    `  Code        from an authenticator with the secret ${owner?.totpSecret ?? ""}`,
    "              (or: npm run admin -- people code)",
    "",
    "  Create an invoice, open the url it answers, and pay it with the button there:",
    "",
    `  curl -X POST '${config.origin}/api/v1/transaction/create?currencyType=USDT-TRC20&amount=50' -H 'apikey: ${merchant?.apiKey ?? ""}'`,
    "",
    "  The whole story in this terminal's neighbour: npm run demo     Stop: Ctrl-C",
    rule,
  ].join("\n");
}
