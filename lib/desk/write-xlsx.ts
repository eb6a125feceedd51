import { Worker } from "node:worker_threads";

type Cell = string | null;

/** A workbook of one sheet, every cell a text: nothing is a formula, no amount loses a digit. Holds all of it in memory. */
export function writeXlsx(rows: readonly (readonly Cell[])[]): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./xlsx-thread.mjs", import.meta.url), { workerData: rows });
    thread.once("message", (file: Uint8Array) => resolve(file));
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("the thread ended without a workbook")));
  });
}
