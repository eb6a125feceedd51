import { describe, expect, it } from "vitest";
import { Store } from "./store";
import { StateView } from "./view";

const diff = (entries: Record<string, string | null>) => new Map(Object.entries(entries));

describe("the state store", () => {
  it("has the same root for the same state, however it came about", () => {
    const [one, other] = [new Store(), new Store()];
    one.apply(1, diff({ a: "1", b: "2" }));
    other.apply(1, diff({ b: "7", c: "3" }));
    other.apply(2, diff({ a: "1", b: "2", c: null }));
    expect(other.root).toBe(one.root);
    other.apply(3, diff({ a: "2" }));
    expect(other.root).not.toBe(one.root);
    expect(new Store().root).toBe("0".repeat(64));
  });

  it("looks back at a block, and takes blocks back", () => {
    const store = new Store();
    store.apply(1, diff({ a: "1" }));
    const root = store.root;
    store.apply(3, diff({ a: "3", b: "3" }));
    store.apply(4, diff({ a: null }));
    expect([1, 2, 3, 4].map((height) => store.at(height).get("a"))).toEqual([
      "1",
      "1",
      "3",
      undefined,
    ]);
    expect(store.at(0).get("a")).toBeUndefined();
    expect(store.at(2).get("b")).toBeUndefined();
    store.rollback(2);
    expect(store.get("a")).toBe("1");
    expect(store.root).toBe(root);
  });

  it("says so when a block is forgotten", () => {
    const store = new Store();
    store.apply(1, diff({ a: "1" }));
    store.apply(2, diff({ a: "2" }));
    store.forgetBelow(2);
    expect(store.at(2).get("a")).toBe("2");
    expect(() => store.at(1)).toThrow("forgotten");
    expect(() => store.rollback(1)).toThrow("forgotten");
  });
});

describe("a view", () => {
  it("keeps its changes to itself and hands them on as a diff", () => {
    const store = new Store();
    store.apply(1, diff({ a: "1", b: "2" }));
    const view = new StateView(store);
    view.set("a", null);
    view.checkpoint();
    view.set("b", "9");
    view.set("c", "3");
    view.revert();
    view.checkpoint();
    view.set("c", "4");
    view.set("b", "2");
    view.commit();
    expect([view.get("a"), view.get("b"), view.get("c")]).toEqual([undefined, "2", "4"]);
    expect(view.diff()).toEqual(diff({ a: null, c: "4" }));
    expect(store.get("a")).toBe("1");
  });
});
