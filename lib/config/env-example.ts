import { VARIABLES } from "./schema";

/** The text of `.env.example`: every variable with its meaning and an example, all commented out. */
export function renderEnvExample(): string {
  const head = [
    "# Every setting of Tillgate. The sandbox needs none of them; production needs those that its start names.",
    "# Written from lib/config/schema.ts by: node scripts/env-example.mjs > .env.example",
    "",
  ];
  const lines = Object.entries(VARIABLES).flatMap(([name, variable]) => [
    `# ${variable.meaning}`,
    `# ${name}=${variable.example}`,
    "",
  ]);
  return [...head, ...lines].join("\n");
}
