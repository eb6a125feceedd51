import { AppError, type FieldProblem } from "@/lib/kit";

const MOST_ROWS = 100;
const MOST_PAGES = 10_000;

/** Where a page begins. Throws validation_failed. */
export function pageOf({ page, limit }: { readonly page: number; readonly limit: number }): {
  readonly limit: number;
  readonly offset: number;
} {
  const details: FieldProblem[] = [];
  const whole = (value: number, most: number) =>
    Number.isInteger(value) && value >= 1 && value <= most;
  if (!whole(page, MOST_PAGES)) {
    details.push({ path: "page", message: `must be a whole number from 1 to ${MOST_PAGES}` });
  }
  if (!whole(limit, MOST_ROWS)) {
    details.push({ path: "limit", message: `must be a whole number from 1 to ${MOST_ROWS}` });
  }
  if (details.length > 0) throw new AppError("validation_failed", { details });
  return { limit, offset: (page - 1) * limit };
}
