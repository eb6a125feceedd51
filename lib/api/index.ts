export type { CheckoutState, CheckoutView } from "./checkout";
export * from "./record";
export { webhookBody } from "./webhook-body";
