export {
  type AddRecipientInput,
  addRecipient,
  checkRecipient,
  RECIPIENT_ADD,
  recipientSubject,
} from "./add-recipient";
export { isBurnAddress, isKnownToken } from "./burn-address";
export {
  type Destination,
  isAddress,
  readDestination,
  refused,
  type TokenContracts,
} from "./destination";
export { findRecipient, readRecipient } from "./find-recipient";
export type { Recipient, RecipientRow } from "./internal";
export { findLookAlikes, type KnownAddress } from "./known-addresses";
export { type AddressBook, listRecipients } from "./list-recipients";
export { lookOf, looksAlike } from "./look-alike";
export { removeRecipient } from "./remove-recipient";
export { type RecipientRules, readRecipientRules, rulesAt } from "./rules";
export { type UpdateRecipientInput, updateRecipient } from "./update-recipient";
