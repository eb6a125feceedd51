const PARALLEL = 8;

/**
 * Works through a list, a few at a time. One that fails delays no other; the first failure is thrown at the
 * end. Answers how many calls said true.
 */
export async function eachOfMany<T>(
  list: readonly T[],
  work: (item: T) => Promise<boolean>,
): Promise<number> {
  let moved = 0;
  let failure: unknown = null;
  for (let start = 0; start < list.length; start += PARALLEL) {
    const results = await Promise.allSettled(list.slice(start, start + PARALLEL).map(work));
    for (const result of results) {
      if (result.status === "rejected") failure ??= result.reason;
      else if (result.value) moved += 1;
    }
  }
  if (failure !== null) throw failure;
  return moved;
}
