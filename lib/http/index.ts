export { afterForm, afterLookup, afterPayerForm } from "./after-form";
export { isBearer } from "./bearer";
export { streamChanges } from "./change-stream";
export {
  checkoutEtag,
  mailSettings,
  readCode,
  readLookupId,
  rememberPoll,
  shownConfirmations,
} from "./checkout";
export { answerPoll } from "./checkout-front";
export {
  ADDRESS_HEADER,
  clientAddress,
  isForwardedHeader,
  limitedAddress,
} from "./client-address";
export { type Endpoint, endpoint, type Facts, type Params } from "./endpoint";
export { ERROR_TABLE } from "./error-table";
export { giveCode } from "./give-code";
export { gauge, renderMetrics } from "./metrics";
export { countPage, logoResponse, newNonce, pageResponse } from "./page";
export { checkReadiness, type Readiness } from "./readiness";
export { route, unknownPath } from "./route";
export { getRuntime, type Runtime } from "./runtime";
export { createWebServer, type WebServer } from "./web-server";
