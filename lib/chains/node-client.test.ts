import { expect, test } from "vitest";
import { ChainMovedError } from "./errors";
import { toHash } from "./hex";
import { linkBlocks } from "./link-blocks";
import { mapLimited } from "./map-limited";
import { parseRetryAfter } from "./node-client";

test("Retry-After in seconds, as a date, too long and misspelt", () => {
  const now = Date.UTC(2026, 0, 1);
  expect(parseRetryAfter(null, now)).toBeNull();
  expect(parseRetryAfter("3", now)).toBe(3_000);
  expect(parseRetryAfter("Thu, 01 Jan 2026 00:00:05 GMT", now)).toBe(5_000);
  expect(parseRetryAfter("Wed, 31 Dec 2025 23:00:00 GMT", now)).toBe(0);
  expect(parseRetryAfter("999999", now)).toBe(600_000);
  expect(parseRetryAfter("soon", now)).toBeNull();
});

test("maps in order, never with more at work than allowed", async () => {
  let atWork = 0;
  let most = 0;
  const doubled = await mapLimited([1, 2, 3, 4, 5, 6, 7], 3, async (n) => {
    atWork += 1;
    most = Math.max(most, atWork);
    await Promise.resolve();
    atWork -= 1;
    return n * 2;
  });
  expect(doubled).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(most).toBe(3);
  await expect(mapLimited([1], 3, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("blocks are linked, or the chain moved", () => {
  const hash = (n: number) => toHash(n.toString(16).padStart(64, "0"));
  const block = (height: number, parent = height - 1) => ({
    height,
    hash: hash(height),
    parentHash: hash(parent),
    time: new Date(0),
  });
  expect(() => linkBlocks([block(5), block(6), block(7)])).not.toThrow();
  expect(() => linkBlocks([block(5), block(6, 4)])).toThrow(ChainMovedError);
  expect(() => linkBlocks([block(5), block(7, 5)])).toThrow(ChainMovedError);
});
