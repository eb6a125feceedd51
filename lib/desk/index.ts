export { addNote, listNotes, type NewNote, type Note } from "./add-note";
export {
  type ExportFile,
  type ExportView,
  getExport,
  listExports,
  readExport,
} from "./read-export";
export {
  deleteView,
  listViews,
  type SavedView,
  saveView,
  setDefaultView,
  type ViewInput,
} from "./saved-views";
export { type ExportInput, startExport } from "./start-export";
export { AUDIT_VERSION, streamAuditCsv } from "./stream-audit-csv";
export { AT_ONCE, streamCsv } from "./stream-csv";
export { TRANSACTIONS_VERSION } from "./transaction-table";
