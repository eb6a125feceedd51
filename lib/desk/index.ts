export { addNote, listNotes, type NewNote, type Note } from "./add-note";
export {
  deleteView,
  listViews,
  type SavedView,
  saveView,
  setDefaultView,
  type ViewInput,
} from "./saved-views";
