import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describeFigure, type Figure, isMissed } from "./figures";

/** `npm run bench [name…]`: runs the named benches, or all; fails when a floor is missed. */
async function main(): Promise<void> {
  const folder = path.join(process.cwd(), "tests/bench");
  const all = (await readdir(folder))
    .filter(
      (name) => name.endsWith(".ts") && !["run.ts", "figures.ts", "cpu-time.ts"].includes(name),
    )
    .map((name) => name.replace(/\.ts$/, ""));
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`no bench ${unknown.join(", ")}; there are ${all.join(", ")}`);
  for (const name of wanted.length > 0 ? wanted : all) {
    const found: { bench(): Promise<readonly Figure[]> } = await import(
      pathToFileURL(path.join(folder, `${name}.ts`)).href
    );
    for (const figure of await found.bench()) {
      console.log(describeFigure(figure));
      if (isMissed(figure)) process.exitCode = 1;
    }
  }
}

await main();
