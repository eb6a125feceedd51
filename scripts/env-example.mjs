import { enableTypeScript } from "./prepare.mjs";

// Writes .env.example from the schema of the settings: `node scripts/env-example.mjs > .env.example`.
await enableTypeScript();
const { renderEnvExample } = await import("../lib/config/env-example.ts");
process.stdout.write(renderEnvExample());
