export type { RecordFilter } from "./branches";
export { type DepositRow, depositRecord } from "./deposit-record";
export { getTransaction } from "./get-transaction";
export { type InvoiceRow, invoiceRecord, wireStatusOf } from "./invoice-record";
export type { ListFilter } from "./list-branches";
export { listRecords, type RecordList } from "./list-records";
export { type ListTransactionsInput, listTransactions } from "./list-transactions";
export { pageRecords } from "./page-records";
export { readRecord, readRecords } from "./read-records";
export { itemOf, type RecordItem } from "./record-item";
export { type RecordRow, recordOf } from "./record-rows";
export { listTransfers, readHead, type TransferRow } from "./transfers";
export {
  statesOf,
  type WithdrawalRow,
  withdrawalRecord,
  withdrawalStatusOf,
} from "./withdrawal-record";
