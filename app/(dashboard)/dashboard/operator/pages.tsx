import { Pager } from "@/components/dashboard";

/** How many rows stand on a page of this area. */
export const LIMIT = 25;
const MOST_PAGE = 100_000;

/** The page that an address asks for, from 1. */
export function pageOf(query: URLSearchParams): number {
  const text = query.get("page") ?? "";
  return /^[1-9]\d{0,5}$/.test(text) ? Math.min(Number(text), MOST_PAGE) : 1;
}

/** The ways to the first page and to the next one. */
export function Pages({
  label,
  path,
  query,
  page,
  total,
  texts,
}: {
  readonly label: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly page: number;
  readonly total: number;
  readonly texts: { readonly first: string; readonly next: string };
}) {
  const at = (number: number) => {
    const asked = new URLSearchParams([...query].filter(([name]) => name !== "page"));
    if (number > 1) asked.set("page", String(number));
    return asked.size === 0 ? path : `${path}?${asked}`;
  };
  return (
    <Pager
      label={label}
      first={page > 1 ? { href: at(1), text: texts.first } : null}
      older={page * LIMIT < total ? { href: at(page + 1), text: texts.next } : null}
    />
  );
}
