export { isAddress, type TokenContracts } from "@/lib/recipients";
export { announce } from "./announce";
export {
  approveMany,
  type ManyApproved,
  type RequestSet,
  requestSetSubject,
  summariseRequests,
  WITHDRAWAL_APPROVE_MANY,
} from "./approve-many";
export {
  type Approval,
  approvalSubject,
  approveRequest,
  type ShownRequest,
  WITHDRAWAL_APPROVE,
} from "./approve-request";
export { approveWithdrawal } from "./approve-withdrawal";
export type { ApprovalWord } from "./approvers";
export {
  type CreatePayoutInput,
  createPayout,
  PAYOUT_CREATE,
  payoutSubject,
  type ShownPayout,
} from "./create-payout";
export { type CreateWithdrawalInput, createWithdrawal } from "./create-withdrawal";
export { getMerchantDetails } from "./get-merchant-details";
export { getPayout } from "./get-payout";
export { type AskingUser, getRequestFacts, type RequestFacts } from "./get-request-facts";
export { getWithdrawal, waitForWithdrawal } from "./get-withdrawal";
export { hold, releaseHold, settleHold } from "./holds";
export {
  countPending,
  listRequests,
  type RequestFilter,
  type RequestQueue,
  type WaitingRequest,
} from "./list-requests";
export { listWithdrawals } from "./list-withdrawals";
export { peopleNeeded } from "./people-state";
export {
  type AutoWithdrawPreview,
  type AutoWithdrawRule,
  previewAutoWithdraw,
} from "./preview-auto-withdraw";
export {
  type PayoutPreview,
  type PayoutWarning,
  type PreviewPayoutInput,
  previewPayout,
} from "./preview-payout";
export { readRequestFilter } from "./read-request-filter";
export { type RejectWithdrawalInput, rejectWithdrawal } from "./reject-withdrawal";
export type { RequestHints } from "./request-hints";
export { type SettleFeesInput, saturdayOf, settleFees } from "./settle-fees";
export { isPaidAtOnce, sumsOf } from "./state";
