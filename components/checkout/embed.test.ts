import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { bundleEmbedScript } from "@/scripts/build-checkout.mjs";
import { EMBED_SCRIPT } from "./embed.generated";

it("the committed /embed.js is what embed-loader.ts builds to (node scripts/build-checkout.mjs)", async () => {
  expect(EMBED_SCRIPT).toBe(await bundleEmbedScript());
});

it("weighs at most 2 kB, compressed", () => {
  expect(gzipSync(EMBED_SCRIPT).length).toBeLessThanOrEqual(2_048);
});

it("sends nothing to the frame, and never to just anyone", () => {
  expect(EMBED_SCRIPT).not.toContain("postMessage");
  expect(EMBED_SCRIPT).not.toMatch(/innerHTML|eval|"\*"/);
});
