import { z } from "zod";
import { isUuid } from "@/lib/kit";
import { field, requiredText } from "./fields";
import { invalidFields } from "./input";

/** Pages by number end here, and so does counting; older records are reached by cursor. */
export const DEEPEST_ROW = 10_000;
const DEFAULT_LIMIT = 20;
const MOST_PER_PAGE = 100;

/** One page of a list: `docs` newest first; `nextCursor` pages in constant time. */
export interface Page<T> {
  docs: T[];
  totalDocs: number;
  limit: number;
  page: number;
  totalPages: number;
  hasPrevPage: boolean;
  hasNextPage: boolean;
  nextCursor: string | null;
}

/** What a caller asks of a list. */
export interface PageRequest {
  readonly page: number;
  readonly limit: number;
  readonly cursor?: string;
}

/** Where a row stands in a list: newest first, equal times by the greater id. */
export interface Place {
  readonly createdAt: Date;
  readonly id: string;
}

/** Which rows a page needs: `take` of them (one more than it shows) after `skip`, all of them older than `after`. */
export interface PageWindow {
  readonly after: Place | null;
  readonly skip: number;
  readonly take: number;
}

function positiveInteger(fallback: number, largest: number | null, description: string) {
  return field<number>(
    (given) => {
      const fits = typeof given === "string" && /^0*[1-9]\d{0,8}$/.test(given);
      if (!fits) return { problem: "must be a positive integer" };
      return { value: largest === null ? Number(given) : Math.min(Number(given), largest) };
    },
    { type: "integer", minimum: 1, default: fallback, description },
  ).optional();
}

/** The parameters that every list takes; `pagingOf` fills in what is not given. */
export const pagingFields = {
  page: positiveInteger(1, null, `From 1; pages end at ${DEEPEST_ROW} records`),
  limit: positiveInteger(DEFAULT_LIMIT, MOST_PER_PAGE, "At most 100; a larger one is clamped"),
  cursor: requiredText(255, "nextCursor of the page before; pages in constant time").optional(),
};

interface GivenPaging {
  readonly page?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** The page that was asked for: the first, of 20, unless told. */
export function pagingOf({ page = 1, limit = DEFAULT_LIMIT, cursor }: GivenPaging): PageRequest {
  return { page, limit, ...(cursor === undefined ? {} : { cursor }) };
}

/** The rows that a page needs. Throws validation_failed for a page too deep and for what is no cursor. */
export function windowOf(request: PageRequest): PageWindow {
  const take = request.limit + 1;
  if (request.cursor !== undefined) return { after: readCursor(request.cursor), skip: 0, take };
  const skip = (request.page - 1) * request.limit;
  if (skip >= DEEPEST_ROW) {
    const message = `Pages end at ${DEEPEST_ROW} records; use cursor for older ones`;
    throw invalidFields([{ path: "page", message }]);
  }
  return { after: null, skip, take };
}

/** The page of the rows found for its window, and of a total that was counted up to DEEPEST_ROW. */
export function pageOf<T>(
  request: PageRequest,
  rows: readonly T[],
  totalDocs: number,
  placeOf: (row: T) => Place,
): Page<T> {
  const docs = rows.slice(0, request.limit);
  const last = docs.at(-1);
  const more = rows.length > request.limit;
  return {
    docs,
    totalDocs,
    limit: request.limit,
    page: request.page,
    totalPages: Math.max(1, Math.ceil(totalDocs / request.limit)),
    hasPrevPage: request.cursor !== undefined || request.page > 1,
    hasNextPage: more,
    nextCursor: more && last !== undefined ? writeCursor(placeOf(last)) : null,
  };
}

/** A row's place as text that a caller hands back unread. */
export function writeCursor(place: Place): string {
  return Buffer.from(`${place.createdAt.getTime()}.${place.id}`).toString("base64url");
}

/** The place that a cursor names. Throws validation_failed. */
export function readCursor(cursor: string): Place {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const [, time = "", id = ""] = /^(\d{1,14})\.([0-9a-f-]{36})$/.exec(text) ?? [];
  if (!isUuid(id)) {
    throw invalidFields([{ path: "cursor", message: "Not a cursor of this list" }]);
  }
  return { createdAt: new Date(Number(time)), id };
}

/** What a page looks like on the wire. */
export function pageSchema<T extends z.ZodType>(doc: T) {
  return z.strictObject({
    docs: z.array(doc),
    totalDocs: z.int(),
    limit: z.int(),
    page: z.int(),
    totalPages: z.int(),
    hasPrevPage: z.boolean(),
    hasNextPage: z.boolean(),
    nextCursor: z.string().nullable(),
  });
}
