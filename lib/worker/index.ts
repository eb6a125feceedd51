export { createAdapters } from "./chains";
export { beat } from "./heartbeat";
export { type Loop, startLoop } from "./loop";
export { runWorkerProcess, type WorkerProcess } from "./run-process";
export { type ExtraLoop, startWorker, type Worker, type WorkerOptions } from "./start-worker";
