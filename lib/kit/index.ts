export * from "./amount";
export * from "./assert";
export * from "./clean-text";
export * from "./clock";
export * from "./errors";
export * from "./ids";
export * from "./logger";
export * from "./networks";
