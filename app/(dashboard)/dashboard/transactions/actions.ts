"use server";

import { z } from "zod";
import { addNote, deleteView, saveView, setDefaultView, startExport } from "@/lib/desk";
import { action, pageTimeZone } from "@/lib/http/dashboard";
import { readListFilter } from "@/lib/records";

const LIST = "transactions";

/** Writes a note beside a record; the id makes it one note, however often it is sent. */
export const addNoteAction = action({
  name: "notes/add",
  input: z.object({ id: z.uuid(), subjectId: z.uuid(), text: z.string().max(10_000) }),
  run: (ctx, input) => addNote(ctx, input),
});

/** Asks for a file of what a list's address filters. */
export const startExportAction = action({
  name: "exports/start",
  input: z.object({
    id: z.uuid(),
    format: z.enum(["csv", "xlsx"]),
    query: z.string().max(4_000),
  }),
  run: async (ctx, { id, format, query }) => {
    const timeZone = await pageTimeZone();
    const filter = readListFilter(new URLSearchParams(query), timeZone);
    return startExport(ctx, { id, format, filter, timeZone });
  },
});

/** Keeps the list's filter under a name; the person's view of that name is replaced. */
export const saveViewAction = action({
  name: "views/save",
  input: z.object({
    name: z.string().max(1_000),
    query: z.string().max(4_000),
    shared: z.boolean(),
  }),
  run: (ctx, input) => saveView(ctx, { ...input, list: LIST, columns: [] }),
});

/** The view that the list opens with; null: none. */
export const setDefaultViewAction = action({
  name: "views/default",
  input: z.object({ viewId: z.uuid().nullable() }),
  run: async (ctx, { viewId }) => {
    await setDefaultView(ctx, { list: LIST, viewId });
    return null;
  },
});

export const deleteViewAction = action({
  name: "views/delete",
  input: z.object({ id: z.uuid() }),
  run: async (ctx, { id }) => {
    await deleteView(ctx, id);
    return null;
  },
});
