import { AppError, type FieldProblem } from "@/lib/kit";

/** What Next hands a page of its address. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The query of a page's address, names that stand more than once among them. */
export function queryOf(given: Awaited<SearchParams>): URLSearchParams {
  const pairs = Object.entries(given).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? ""]).map((one) => [name, one]),
  );
  return new URLSearchParams(pairs);
}

/** What a read answers, or what is wrong with what it was asked. Throws what is not the asker's fault. */
export async function tryInput<T>(
  work: () => Promise<T>,
): Promise<
  | { readonly result: T; readonly problems: null }
  | { readonly result: null; readonly problems: readonly FieldProblem[] }
> {
  try {
    return { result: await work(), problems: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "validation_failed") throw error;
    const told = [{ path: "", message: error.publicMessage ?? "" }];
    return { result: null, problems: error.details ?? told };
  }
}
