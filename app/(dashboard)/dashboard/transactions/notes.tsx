import {
  DashboardProvider,
  NoteForm,
  NotesPanel,
  pickMessages,
  textsOf,
} from "@/components/dashboard";
import { listNotes } from "@/lib/desk";
import type { PageFacts } from "@/lib/http/dashboard";
import { addNoteAction } from "./actions";

/** The notes about a record, with the form for whoever may write one. */
export async function Notes({ facts, id }: { facts: PageFacts; id: string }) {
  const { locale, timeZone, ctx, person } = facts;
  const notes = await listNotes(ctx, id);
  return (
    <NotesPanel
      say={textsOf(locale, "notes")}
      locale={locale}
      timeZone={timeZone}
      notes={notes.map(({ author, ...note }) => ({ ...note, author: author?.name ?? null }))}
    >
      {person.permissions.has("notes:write") && (
        <DashboardProvider
          messages={pickMessages(locale, ["confirm", "notes", "words"])}
          locale={locale}
          timeZone={timeZone}
        >
          <NoteForm subjectId={id} add={addNoteAction} />
        </DashboardProvider>
      )}
    </NotesPanel>
  );
}
