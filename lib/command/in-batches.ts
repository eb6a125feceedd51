/**
 * Does a batch of at most `atOnce` rows again and again until one is not full: as much as there is, in small transactions.
 * Answers how many rows in all.
 */
export async function inBatches(atOnce: number, batch: () => Promise<number>): Promise<number> {
  let all = 0;
  for (let done = atOnce; done === atOnce; all += done) done = await batch();
  return all;
}
