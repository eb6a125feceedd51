import { describe, expect, it } from "vitest";
import { readCallFilter } from "./read-call-filter";

const ID = "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90";
const read = (query: string, zone = "UTC") => readCallFilter(new URLSearchParams(query), zone);
const wrongIn = (query: string): readonly string[] => {
  try {
    read(query);
    return [];
  } catch (error) {
    return (error as { details: { path: string }[] }).details.map(({ path }) => path);
  }
};

describe("the filter of the request log's address", () => {
  it("asks for nothing where nothing is given", () => {
    expect(read("")).toEqual({});
    expect(read("status=&method=&route=%20&key=&id=&from=&to=&else=1")).toEqual({});
  });

  it("reads each part, days as the person's whole ones", () => {
    const all = `status=4&method=POST&route=/a/{b}&key=${ID.toUpperCase()}&id=%20${ID}%20`;
    expect(read(`${all}&from=2026-11-21&to=2026-11-22`, "America/New_York")).toEqual({
      statusClass: 4,
      method: "POST",
      route: "/a/{b}",
      keyId: ID,
      id: ID,
      from: new Date("2026-11-21T05:00:00Z"),
      to: new Date("2026-11-23T04:59:59.999Z"),
    });
  });

  it("says all that cannot be read at once", () => {
    expect(wrongIn("status=6&method=PUT&key=x&id=1&from=2026-02-30&to=soon")).toEqual(
      expect.arrayContaining(["status", "method", "key", "id", "from", "to"]),
    );
  });
});
