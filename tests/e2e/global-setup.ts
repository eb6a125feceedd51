import { startWholeSandbox } from "../support/whole-sandbox";
import { SANDBOX_VARIABLE } from "./sandbox";

/** Starts the product once for all specs, and answers how to end it. */
// biome-ignore lint/style/noDefaultExport: Playwright takes a global setup by that
export default async function setUp(): Promise<() => Promise<void>> {
  // Playwright says "test", in which Next does not serve what it has built.
  const sandbox = await startWholeSandbox({ NODE_ENV: "production" });
  process.env[SANDBOX_VARIABLE] = JSON.stringify(sandbox.facts);
  return () => sandbox.stop();
}
