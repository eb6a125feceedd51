export { hashKey, newApiKey, parseKey } from "./api-key";
export { authenticate, type Caller, type Credentials, type FailureCounter } from "./authenticate";
export { forgetMerchant } from "./find-api-key";
export { getApiKey } from "./get-api-key";
export { isAllowed } from "./ip-allow-list";
export { issueApiKey } from "./issue-api-key";
export { type KeyPair, newKeyPair } from "./key-pair";
export {
  type ApiKeyView,
  checkSettings,
  type IssuedKey,
  type KeySettings,
  type NewKeySettings,
} from "./key-records";
export {
  issueSubject,
  KEYS_ISSUE,
  KEYS_ROLL,
  KEYS_UPDATE,
  rollSubject,
  updateSubject,
  widens,
} from "./key-step-up";
export { listApiKeys } from "./list-api-keys";
export { revokeApiKey } from "./revoke-api-key";
export { type RollInput, rollApiKey } from "./roll-api-key";
export { isWithin, permissionsOf, SCOPES, type Scope } from "./scopes";
export { requireSeen, type UpdateKeyInput, updateApiKey } from "./update-api-key";
