import { present } from "@/lib/kit";
import type { Diff, StateReader } from "./store";

/** Changes on top of a state that is left alone: dropped, or handed on as a diff. */
export class StateView implements StateReader {
  private layers: Map<string, string | null>[] = [new Map()];

  constructor(private readonly base: StateReader) {}

  get(key: string): string | undefined {
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const value = this.layers[index]?.get(key);
      if (value !== undefined) return value ?? undefined;
    }
    return this.base.get(key);
  }

  set(key: string, value: string | null): void {
    this.top.set(key, value);
  }

  checkpoint(): void {
    this.layers.push(new Map());
  }

  commit(): void {
    const top = present(this.layers.pop(), "checkpoint");
    for (const [key, value] of top) this.top.set(key, value);
  }

  revert(): void {
    this.layers.pop();
  }

  /** What differs from the base. */
  diff(): Diff {
    const diff = new Map<string, string | null>();
    for (const layer of this.layers) for (const [key, value] of layer) diff.set(key, value);
    for (const [key, value] of diff) {
      if ((this.base.get(key) ?? null) === value) diff.delete(key);
    }
    return diff;
  }

  /** Takes over what another view, based on this one, changed. */
  merge(diff: Diff): void {
    for (const [key, value] of diff) this.set(key, value);
  }

  private get top(): Map<string, string | null> {
    return present(this.layers.at(-1), "layer");
  }
}
