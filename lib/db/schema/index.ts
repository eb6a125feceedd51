export * from "./chain";
export * from "./invoices";
export * from "./ledger";
export * from "./merchants";
export * from "./outgoing";
export * from "./webhooks";
