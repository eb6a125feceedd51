import { runWorkerProcess } from "./run-process";

runWorkerProcess();
