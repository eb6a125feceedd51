export { type AuditEntry, audit } from "./audit";
export { chargeKey } from "./charge-key";
export {
  type Actor,
  actorText,
  type Context,
  merchantOf,
  type Permission,
  type Spending,
} from "./context";
export { contextWithin } from "./context-within";
export { emit, NOT_CHOSEN, type OutboxEvent } from "./emit";
export { beat } from "./heartbeat";
export {
  claimKey,
  findAnswer,
  forgetOldKeys,
  type IdempotentCall,
  type StoredAnswer,
  storeAnswer,
} from "./idempotency";
export { inBatches } from "./in-batches";
export { jobContext } from "./job-context";
export { type Loop, type LoopHealth, type LoopOptions, startLoop } from "./loop";
export { olderThan } from "./older-than";
export { once } from "./once";
export { readAlone, readWithin } from "./one-statement";
export { operatorContext } from "./operator-context";
export { requirePermission } from "./permission";
export { type ActorName, readActors } from "./read-actors";
export { readAsOperator, refusedByWalls } from "./read-as-operator";
export { retryWaitMs } from "./retry-wait";
export { digestOf, requireStepUp, type StepUpSubject } from "./step-up";
export { exitWhenStuck, guarded, type Stuck } from "./stuck";
export { transact } from "./transact";
