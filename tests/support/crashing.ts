import type { ChainAdapter } from "@/lib/chains";
import type { Database } from "@/lib/db";

/** The process ended here. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** Counts what a process does and ends it at one of those points; a dead process does nothing more. */
export class Bomb {
  passed = 0;
  private readonly at: number;

  /** `at` counts from 1; Infinity never goes off. */
  constructor(at: number) {
    this.at = at;
  }

  get isOff(): boolean {
    return this.passed >= this.at;
  }

  pass(): void {
    if (this.isOff) throw new Crash();
    this.passed += 1;
    if (this.isOff) throw new Crash();
  }
}

const STATEMENTS = new Set([
  "select",
  "selectDistinct",
  "insert",
  "update",
  "delete",
  "execute",
  "$count",
]);

/** Every statement, and the moment after every commit, is a point at which the bomb may go off. */
export function crashingDatabase(db: Database, bomb: Bomb): Database {
  return { ...db, orm: crashingOrm(db.orm, bomb) };
}

function crashingOrm<T extends object>(orm: T, bomb: Bomb): T {
  return new Proxy(orm, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own !== "function") return own;
      if (name === "transaction") {
        return async (work: (tx: object) => Promise<unknown>, ...rest: readonly unknown[]) => {
          const inside = (tx: object) => work(crashingOrm(tx, bomb));
          const result: unknown = await Reflect.apply(own, target, [inside, ...rest]);
          bomb.pass();
          return result;
        };
      }
      return (...args: readonly unknown[]) => {
        if (STATEMENTS.has(String(name))) bomb.pass();
        return Reflect.apply(own, target, args) as unknown;
      };
    },
  });
}

/** Before and after every call to a node: sent and not written down is among them. */
export function crashingAdapter(adapter: ChainAdapter, bomb: Bomb): ChainAdapter {
  return new Proxy(adapter, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      const isCall = typeof own === "function" && !/^(format|parse)/.test(String(name));
      if (!isCall) return own;
      return async (...args: readonly unknown[]) => {
        bomb.pass();
        const result: unknown = await Reflect.apply(own, target, args);
        bomb.pass();
        return result;
      };
    },
  });
}
