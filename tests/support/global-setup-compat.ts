import type { TestProject } from "vitest/node";
import { type SandboxFacts, startWholeSandbox } from "./whole-sandbox";

declare module "vitest" {
  interface ProvidedContext {
    /** The running product, as `npm start` runs it. */
    sandbox: SandboxFacts;
    /** Its folder. */
    sandboxDir: string;
  }
}

/** Starts the whole product once: the peer's calls need its chains, its signer and its worker. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Vitest says "test", in which Next does not serve what it has built.
  const sandbox = await startWholeSandbox({
    NODE_ENV: "production",
    // A busy machine must not make a 202 of what the peer calls completed.
    WITHDRAWAL_WAIT_MS: "120000",
  });
  project.provide("sandbox", sandbox.facts);
  project.provide("sandboxDir", sandbox.dataDir);
  return () => sandbox.stop();
}
