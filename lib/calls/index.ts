export { asCurl, type CurlFacts, VARIABLES } from "./as-curl";
export { CallLog, type CallLogOptions, type LineOutcome } from "./call-log";
export type { AnsweredCall } from "./call-row";
export { forgetApiRequests, KEPT_DAYS } from "./forget-api-requests";
export { type CallDetail, getApiRequest, type KeptBody } from "./get-api-request";
export {
  type CallFilter,
  type CallLine,
  type CallList,
  listApiRequests,
  type StatusClass,
} from "./list-api-requests";
export { listCallRoutes } from "./list-call-routes";
export { METHODS, readCallFilter, STATUS_CLASSES } from "./read-call-filter";
