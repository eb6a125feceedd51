import { runSignerProcess } from "./run-process";

await runSignerProcess();
