export { type AuditEntry, audit } from "./audit";
export { type Actor, actorText, type Context, merchantOf, type Permission } from "./context";
export { emit, type OutboxEvent } from "./emit";
export {
  claimKey,
  findAnswer,
  forgetOldKeys,
  type IdempotentCall,
  type StoredAnswer,
  storeAnswer,
} from "./idempotency";
export { jobContext } from "./job-context";
export { requirePermission } from "./permission";
export { transact } from "./transact";
