export {
  findRecordedProcess,
  forgetProcess,
  inspectProcess,
  recordProcess,
  stopForeignProcess,
} from "./identity";
export type { KeeperStatus } from "./keeper";
export { AlreadyRunningError } from "./launcher-lock";
export { type LogFile, openLogFile } from "./log-file";
export { findFreePort, isPortFree } from "./ports";
export {
  describeExit,
  type Exit,
  gracefulStop,
  type RunningProcess,
  type StopStep,
  settlesWithin,
  spawnProcess,
  systemEnv,
} from "./running";
export {
  type ChildService,
  childService,
  type NodeService,
  nodeService,
  type Readiness,
  type Service,
  type ServiceContext,
} from "./service";
export { type Supervisor, type SupervisorOptions, supervise } from "./supervisor";
export { watchOver } from "./watchdog";
