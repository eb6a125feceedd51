import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLanes, type Lane } from "./lanes";

const limits = { total: 10, perMerchant: 4, perHost: 6, perTroubledHost: 1 };

describe("lanes", () => {
  it("give a merchant no more than its share", () => {
    const lanes = createLanes(limits);
    for (let n = 0; n < 4; n += 1) expect(lanes.enter("a", `h${n}`)).not.toBeNull();
    expect(lanes.enter("a", "h9")).toBeNull();
    expect(lanes.busyMerchants()).toEqual(["a"]);
    expect(lanes.enter("b", "h1")).not.toBeNull();
  });

  it("give one host no more than its share, whoever sends to it", () => {
    const lanes = createLanes(limits);
    for (let n = 0; n < 6; n += 1) expect(lanes.enter(`m${n}`, "shared")).not.toBeNull();
    expect(lanes.enter("m9", "shared")).toBeNull();
  });

  it("give a host that did not answer one place until it answers", () => {
    const lanes = createLanes(limits);
    lanes.leave(lanes.enter("a", "dead") as Lane, false);
    const probe = lanes.enter("a", "dead");
    expect(lanes.enter("a", "dead")).toBeNull();
    lanes.leave(probe as Lane, true);
    expect(lanes.enter("a", "dead")).not.toBeNull();
    expect(lanes.enter("a", "dead")).not.toBeNull();
  });

  it("keep half of the places free of hosts that did not answer", () => {
    const lanes = createLanes(limits);
    for (let n = 0; n < 10; n += 1) lanes.leave(lanes.enter(`m${n}`, `dead${n}`) as Lane, false);
    const entered = Array.from({ length: 10 }, (_, n) => lanes.enter(`m${n}`, `dead${n}`));
    expect(entered.filter((lane) => lane !== null)).toHaveLength(5);
    expect(lanes.enter("x", "alive")).not.toBeNull();
  });

  it("count every place exactly once, in any order of coming and going", () => {
    const visits = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.option(fc.boolean())), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(visits, (steps) => {
        const lanes = createLanes(limits);
        const inside: Lane[] = [];
        for (const [merchant, host, answered] of steps) {
          const lane = lanes.enter(`m${merchant}`, `h${host}`);
          if (lane) inside.push(lane);
          if (answered !== null && inside.length > 2) lanes.leave(inside.shift() as Lane, answered);
          expect(lanes.free()).toBe(limits.total - inside.length);
        }
        for (const lane of inside) lanes.leave(lane, null);
        expect(lanes.free()).toBe(limits.total);
        expect(lanes.busyMerchants()).toEqual([]);
      }),
    );
  });
});
