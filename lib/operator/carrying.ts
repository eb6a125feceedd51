/** How orders are carried out, and gas wallets looked at: the worker's door to this room. */
export { type CarryTools, carryOrder } from "./carry-order";
export { type GasReader, readGas } from "./read-gas";
