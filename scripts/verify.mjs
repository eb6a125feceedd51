import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endToolsOnSignals, ensureInstalled, requireNode, root, say } from "./prepare.mjs";
import { describeStage, lintStage, total, typesStage, vitestStage } from "./stages.mjs";

requireNode();
process.chdir(root);
endToolsOnSignals();
await ensureInstalled();
const reportDir = mkdtempSync(join(tmpdir(), "tillgate-verify-"));
const quiet = { quiet: true };
const stages = await Promise.all([
  lintStage(quiet),
  typesStage(quiet),
  vitestStage("unit", reportDir, quiet),
]);
rmSync(reportDir, { recursive: true, force: true });
for (const stage of stages) if (!stage.ok) say(`\n=== ${stage.name}\n${stage.output.trim()}`);
say("");
for (const stage of stages) say(describeStage(stage));
const { passed, failed } = total(stages);
say(`${passed} passed, ${failed} failed`);
process.exitCode = stages.every((stage) => stage.ok) && failed === 0 ? 0 : 1;
