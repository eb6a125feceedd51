import { exitWithParent } from "@/lib/kit/process-lifetime";

// A child of the supervisor's tests: says it is ready, and says goodbye. Arguments: how it behaves.
const [mood = "good"] = process.argv.slice(2);
exitWithParent();
if (mood === "broken") {
  console.error("no such setting: FOO");
  process.exit(3);
}
process.on("SIGTERM", () => {
  console.log("goodbye");
  if (mood !== "deaf") process.exit(0);
});
setInterval(() => undefined, 1_000);
console.log(`ready ${process.title}`);
