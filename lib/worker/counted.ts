import type { ChainAdapter } from "@/lib/chains";

/** A view of an adapter that counts what is asked of it. */
export function counted(adapter: ChainAdapter): {
  readonly counting: ChainAdapter;
  calls(): number;
} {
  let calls = 0;
  const counting = new Proxy(adapter, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== "function") return own;
      return (...args: readonly unknown[]) => {
        calls += 1;
        return Reflect.apply(own, target, args);
      };
    },
  });
  return { counting, calls: () => calls };
}
