export { action, type Confirmation, type StepUp } from "./action";
export type { ActionFailure, ActionResult, ConfirmRequest, ShownFact } from "./action-answer";
export {
  ACTION_PERMISSIONS,
  type ActionName,
  PUBLIC_ACTIONS,
  type PublicActionName,
  READ_PERMISSIONS,
  type ReadName,
} from "./action-permissions";
export { countPerson } from "./count-person";
export { type Download, download } from "./download";
export { markOf } from "./etag";
export { markedTitle } from "./marked-title";
export { openOperatorPage, openPage, type PageFacts } from "./open-page";
export { ourPath, pageLocale, pageTimeZone } from "./page-locale";
export { queryOf, type SearchParams, tryInput } from "./page-query";
export {
  findPerson,
  type Person,
  personContext,
  personOrSignIn,
  publicContext,
  requirePerson,
} from "./person";
export { countAddress, publicAction } from "./public-action";
export { read } from "./read";
export { signInHandler } from "./sign-in-handler";
