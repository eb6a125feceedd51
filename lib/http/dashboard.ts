export {
  type ActionFailure,
  type ActionResult,
  action,
  type Confirmation,
  type ConfirmRequest,
  countPerson,
  type ShownFact,
  type StepUp,
} from "./action";
export { ACTION_PERMISSIONS, type ActionName } from "./action-permissions";
export { ourPath, pageLocale, pageTimeZone } from "./page-locale";
export {
  findPerson,
  type Person,
  personContext,
  personOrSignIn,
  publicContext,
  requirePerson,
} from "./person";
export { signInHandler } from "./sign-in-handler";
