export { createAdapters } from "./chains";
export { moveRound, type RoundDeps, reclaimRound, watchRound } from "./network-rounds";
export { runWorkerProcess, type WorkerProcess } from "./run-process";
export { type ExtraLoop, startWorker, type Worker, type WorkerOptions } from "./start-worker";
