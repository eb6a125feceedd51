import { readTimeZone } from "@/lib/api";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { type ListFilter, listRecords } from "@/lib/records";
import { storeFilter } from "./stored-filter";
import { type Cell, csvOf, headerRow, rowOf, zoneClock } from "./transaction-table";

/** So many rows are answered at once; for more there is `startExport`. */
export const AT_ONCE = 10_000;
const PER_PAGE = 1_000;
/** Looks for a filter that no index answers: so long may an answer take. */
const MOST_LOOKS = 100;

/**
 * Everything that a filter lets through as CSV, page by page (D-08). The reading is in the audit log. Throws
 * scope_missing, validation_failed, and, before the first piece, invalid_state: more than 10,000, or too long to look for.
 */
export async function* streamCsv(
  ctx: Context,
  filter: ListFilter,
  timeZone: string,
): AsyncGenerator<string> {
  requirePermission(ctx, "exports:create");
  const zone = zoneClock(readTimeZone(timeZone));
  const first = await listRecords(ctx, filter, { page: 1, limit: PER_PAGE });
  if (first.total >= AT_ONCE) throw tooMany();
  const rows = pages(ctx, filter, first);
  const texts = async function* () {
    for await (const items of rows) yield csvOf(items.map((item) => rowOf(item, zone)));
  };
  // How many there are is known beforehand, or found out before anything is answered.
  const ready = first.lookedTo === null ? texts() : await gather(texts());
  await noteReading(ctx, filter, timeZone);
  yield csvOf([headerRow()] as readonly (readonly Cell[])[]);
  yield* ready;
}

type Page = Awaited<ReturnType<typeof listRecords>>;

async function* pages(ctx: Context, filter: ListFilter, first: Page): AsyncGenerator<Page["docs"]> {
  let [page, rows] = [first, 0];
  for (let looks = 1; ; looks += 1) {
    rows += page.docs.length;
    if (rows > AT_ONCE || looks > MOST_LOOKS) throw tooMany();
    if (page.docs.length > 0) yield page.docs;
    const { nextCursor: cursor } = page;
    if (cursor === null) return;
    page = await listRecords(ctx, filter, { page: 1, limit: PER_PAGE, cursor });
  }
}

async function gather(texts: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const text of texts) all.push(text);
  return all;
}

function tooMany(): AppError {
  return new AppError("invalid_state", {
    public: "There is more than can be downloaded at once; start an export",
  });
}

async function noteReading(ctx: Context, filter: ListFilter, timeZone: string): Promise<void> {
  const merchantId = merchantOf(ctx);
  await transact(ctx, (tx) =>
    audit(ctx, tx, {
      merchantId,
      action: "export.streamed",
      subjectKind: "merchant",
      subjectId: merchantId,
      data: { format: "csv", timeZone, filter: storeFilter(filter) },
    }),
  );
}
