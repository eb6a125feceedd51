export type { ApiDocument } from "./model";
export { ApiReference } from "./reference";
