import type { ReactNode } from "react";

export interface Column {
  readonly key: string;
  readonly title: ReactNode;
  /** Amounts stand to the right, in figures of one width. */
  readonly numeric?: boolean;
  /** Of no use to the eye: a menu, a box. */
  readonly hiddenTitle?: boolean;
}

export interface TableRow {
  readonly id: string;
  /** By the key of a column. */
  readonly cells: Readonly<Record<string, ReactNode>>;
}

/** A table that becomes a list of cards where it has no room (below 640 px). */
export function DataTable({
  caption,
  columns,
  rows,
}: {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
}) {
  return (
    // What is there for readers alone is placed within the table: else it widens the page that the table scrolls in.
    <table className="cards relative w-full text-left text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="border-b border-line text-soft">
        <tr>
          {columns.map(({ key, title, numeric, hiddenTitle }) => (
            <th
              key={key}
              scope="col"
              className={`px-3 py-2 font-medium first:pl-0 last:pr-0 ${numeric ? "text-right" : ""}`}
            >
              {hiddenTitle ? <span className="sr-only">{title}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells }) => (
          <tr key={id} className="border-b border-line last:border-0 hover:bg-tint">
            {columns.map(({ key, title, numeric }) => (
              <td
                key={key}
                className={`px-3 py-2.5 align-middle first:pl-0 last:pr-0 ${numeric ? "text-right tabular-nums" : ""}`}
              >
                <span className="card-label" aria-hidden="true">
                  {title}
                </span>
                {cells[key] ?? "—"}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
