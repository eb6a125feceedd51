export type { RecordFilter } from "./branches";
export { type DepositRow, depositRecord } from "./deposit-record";
export {
  type DetailAudit,
  type DetailPayment,
  type DetailUser,
  type DetailWebhook,
  type Finality,
  getRecordDetail,
  type NetworkCost,
  type RecordDetail,
} from "./get-record-detail";
export { getTransaction } from "./get-transaction";
export { type InvoiceRow, invoiceRecord, wireStatusOf } from "./invoice-record";
export type { ListFilter } from "./list-branches";
export { listRecords, type RecordList } from "./list-records";
export { type ListTransactionsInput, listTransactions } from "./list-transactions";
export { pageRecords } from "./page-records";
export {
  FILTER_EXCEPTIONS,
  FILTER_STATUSES,
  FILTER_TYPES,
  readListFilter,
} from "./read-filter";
export { readRecord, readRecords } from "./read-records";
export { itemOf, type RecordItem } from "./record-item";
export { type RecordRow, recordOf } from "./record-rows";
export { type TimelineEntry, type TimelineKind, timelineOf } from "./timeline";
export { listTransfers, readHead, type TransferRow } from "./transfers";
export {
  statesOf,
  type WithdrawalRow,
  withdrawalRecord,
  withdrawalStatusOf,
} from "./withdrawal-record";
