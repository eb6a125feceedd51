export { hashKey, newApiKey, parseKey } from "./api-key";
export {
  authenticate,
  type Caller,
  type Credentials,
  type FailureCounter,
  KEY_PERMISSIONS,
} from "./authenticate";
export { forgetMerchant } from "./find-api-key";
export { isAllowed } from "./ip-allow-list";
