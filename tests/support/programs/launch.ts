import { nodeService, supervise } from "@/lib/sandbox/processes";

// A launcher of two children, the second needing the first. Arguments: data folder, the moods of the children.
const [dataDir = "", firstMood = "good", secondMood = "good"] = process.argv.slice(2);
const service = (name: string, mood: string, dependsOn: readonly string[]) =>
  nodeService({
    name,
    file: "tests/support/programs/child.ts",
    args: [mood],
    env: { PATH: process.env.PATH },
    dependsOn,
    ready: { line: (line) => line.startsWith("ready") },
    stop: [
      { signal: "SIGTERM", waitMs: 1_500 },
      { signal: "SIGKILL", waitMs: 1_500 },
    ],
  });
try {
  const supervisor = await supervise({ dataDir, log: (line) => console.log(line) });
  supervisor
    .startAll([service("second", secondMood, ["first"]), service("first", firstMood, [])])
    .then(() => console.log("all ready"))
    .catch((error: Error) => {
      console.log(`failed: ${error.message}`);
      return supervisor.stop();
    });
  await supervisor.stopped;
  console.log("all stopped");
  process.exit(0);
} catch (error) {
  console.log(`refused: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
