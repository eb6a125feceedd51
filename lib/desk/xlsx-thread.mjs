import { parentPort, workerData } from "node:worker_threads";
import writeExcelFile from "write-excel-file/node";

// The library builds a sheet in one go, for seconds: on a thread of its own, so that the worker's loops go on meanwhile.
const rows = workerData.map((row) =>
  row.map((value) => (value === null ? null : { type: String, value })),
);
const file = await writeExcelFile(rows, { sheet: "transactions", stickyRowsCount: 1 }).toBuffer();
parentPort?.postMessage(new Uint8Array(file));
