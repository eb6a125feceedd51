export * from "./chain";
export * from "./customers";
export * from "./invoices";
export * from "./ledger";
export * from "./merchants";
export * from "./outgoing";
export * from "./webhooks";
export * from "./withdrawals";
