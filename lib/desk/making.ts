/** How files are made: the worker's door to this room. */
export { forgetExports } from "./forget-exports";
export { type MakeOptions, makeExports, XLSX_MOST } from "./make-exports";
