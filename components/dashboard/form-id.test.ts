import { expect, it } from "vitest";
import { isUuid } from "@/lib/kit";
import { newFormId } from "./form-id";

it("makes UUIDs, each another", () => {
  const ids = Array.from({ length: 200 }, newFormId);
  expect(ids.every(isUuid)).toBe(true);
  expect(new Set(ids).size).toBe(200);
});
