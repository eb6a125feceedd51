import { startWholeSandbox } from "../support/whole-sandbox";
import { SANDBOX_VARIABLE } from "./sandbox";

/** Starts the product once for all specs, and answers how to end it. */
// biome-ignore lint/style/noDefaultExport: Playwright takes a global setup by that
export default async function setUp(): Promise<() => Promise<void>> {
  // Playwright minds SIGINT alone, and scripts/test.mjs ends its tools by SIGTERM.
  process.once("SIGTERM", () => process.exit(143));
  const sandbox = await startWholeSandbox({
    // Playwright says "test", in which Next does not serve what it has built.
    NODE_ENV: "production",
    // Of a payment that is final after four seconds, a busy machine's page might see only the end.
    ETHEREUM_CONFIRMATIONS: "8",
    TRON_CONFIRMATIONS: "8",
  });
  process.env[SANDBOX_VARIABLE] = JSON.stringify(sandbox.facts);
  return () => sandbox.stop();
}
