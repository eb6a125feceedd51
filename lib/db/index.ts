export {
  type ConnectOptions,
  connect,
  type Database,
  sharedPool,
  type TransactionSql,
  type Tx,
} from "./connection";
export { databaseErrorCode, isDatabaseAway, isRetryable, isUniqueViolation } from "./errors";
export { isMigrated, type MigrateOptions, migrate } from "./migrate";
export { outliveDatabase } from "./outlive";
export * from "./schema";
