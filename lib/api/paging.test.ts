import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/kit";
import { type Place, pageOf, pagingOf, readCursor, windowOf, writeCursor } from "./paging";

const place = fc.record({
  createdAt: fc.date({ min: new Date(0), max: new Date("5000-12-31"), noInvalidDate: true }),
  id: fc.uuid(),
});
const codeOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : error;
  }
};

describe("paging", () => {
  it("reads the cursors that it writes", () => {
    fc.assert(
      fc.property(place, (one) => {
        expect(readCursor(writeCursor(one))).toEqual(one);
      }),
    );
  });

  it("refuses whatever else is given as a cursor", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cursor = Buffer.from(text).toString("base64url");
        expect([codeOf(() => readCursor(text)), codeOf(() => readCursor(cursor))]).toEqual([
          "validation_failed",
          "validation_failed",
        ]);
      }),
    );
    const late = Buffer.from("999999999999999.0198c0de-0000-7000-8000-000000000000");
    expect(codeOf(() => readCursor(late.toString("base64url")))).toBe("validation_failed");
  });

  it("has its defaults, and pages as deep as 10,000 records", () => {
    expect(pagingOf({})).toEqual({ page: 1, limit: 20 });
    expect(windowOf({ page: 1, limit: 20 })).toEqual({ after: null, skip: 0, take: 21 });
    expect(windowOf({ page: 500, limit: 20 })).toEqual({ after: null, skip: 9_980, take: 21 });
    expect(windowOf({ page: 334, limit: 30 })).toMatchObject({ skip: 9_990 });
    expect(codeOf(() => windowOf({ page: 501, limit: 20 }))).toBe("validation_failed");
    expect(codeOf(() => windowOf({ page: 999_999_999, limit: 100 }))).toBe("validation_failed");
  });

  it("shows what a walk along its cursors sees: everything once", () => {
    fc.assert(
      fc.property(
        fc.array(place, { maxLength: 50 }),
        fc.integer({ min: 1, max: 9 }),
        (all, limit) => {
          const seen: Place[] = [];
          let cursor: string | undefined;
          do {
            const request = { page: 1, limit, ...(cursor === undefined ? {} : { cursor }) };
            const { after, take } = windowOf(request);
            const from = after === null ? 0 : all.findIndex((one) => one.id === after.id) + 1;
            const page = pageOf(request, all.slice(from, from + take), all.length, (one) => one);
            expect(page.hasNextPage).toBe(page.nextCursor !== null);
            seen.push(...page.docs);
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(seen).toEqual(all);
        },
      ),
    );
  });
});
