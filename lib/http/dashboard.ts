export {
  type ActionFailure,
  type ActionResult,
  action,
  type Confirmation,
  type ConfirmRequest,
  type ShownFact,
  type StepUp,
} from "./action";
export {
  ACTION_PERMISSIONS,
  type ActionName,
  READ_PERMISSIONS,
  type ReadName,
} from "./action-permissions";
export { countPerson } from "./count-person";
export { type Download, download } from "./download";
export { openPage, type PageFacts } from "./open-page";
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
export { read } from "./read";
export { signInHandler } from "./sign-in-handler";
