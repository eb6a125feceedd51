import type { ReactNode } from "react";
import { momentText } from "@/components/dashboard/figures";
import type { Say } from "@/components/dashboard/texts";
import { Panel } from "@/components/ui";

export interface NoteItem {
  readonly id: string;
  /** Null: somebody who has left. */
  readonly author: string | null;
  readonly text: string;
  readonly at: Date;
}

/** What colleagues have written about a record or a user, the oldest first. */
export function NotesPanel({
  say,
  locale,
  timeZone,
  notes,
  children,
}: {
  readonly say: Say;
  readonly locale: string;
  readonly timeZone: string;
  readonly notes: readonly NoteItem[];
  /** The form for a new one, for whoever may write. */
  readonly children?: ReactNode;
}) {
  return (
    <Panel id="notes" title={say("title")} about={say("about")}>
      {notes.length === 0 ? (
        <p className="text-sm text-soft">{say("none")}</p>
      ) : (
        <ul className="flex flex-col gap-3 text-sm">
          {notes.map(({ id, author, text, at }) => (
            <li key={id} className="border-l-2 border-line pl-3">
              <p className="break-words whitespace-pre-wrap">{text}</p>
              <p className="text-soft">
                <time dateTime={at.toISOString()}>
                  {say("by", {
                    name: author ?? say("somebody"),
                    when: momentText(at, locale, timeZone),
                  })}
                </time>
              </p>
            </li>
          ))}
        </ul>
      )}
      {children}
    </Panel>
  );
}
