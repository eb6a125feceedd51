import { startWholeSandbox } from "../support/whole-sandbox";
import { CONFIRMATIONS, DATA_DIR_VARIABLE, SANDBOX_VARIABLE } from "./sandbox";

/** Starts the product once for all specs, and answers how to end it. */
// biome-ignore lint/style/noDefaultExport: Playwright takes a global setup by that
export default async function setUp(): Promise<() => Promise<void>> {
  // Playwright minds SIGINT alone, and scripts/test.mjs ends its tools by SIGTERM.
  process.once("SIGTERM", () => process.exit(143));
  const sandbox = await startWholeSandbox({
    // Playwright says "test", in which Next does not serve what it has built.
    NODE_ENV: "production",
    ...CONFIRMATIONS,
  });
  process.env[SANDBOX_VARIABLE] = JSON.stringify(sandbox.facts);
  process.env[DATA_DIR_VARIABLE] = sandbox.dataDir;
  return () => sandbox.stop();
}
