/** A signal of one call, made when it is asked for: few calls wait for anything. */
export interface CallSignal {
  readonly signal: AbortSignal;
  /** Forgets the call: the process's own signal outlives it. */
  release(): void;
}

/** Fires when the client is gone, or the process begins to drain: what a call waits for, it then waits for in vain. */
export function callSignal(request: Request, draining: AbortSignal): CallSignal {
  let made: { readonly signal: AbortSignal; release(): void } | null = null;
  return {
    get signal() {
      made ??= join([request.signal, draining]);
      return made.signal;
    },
    release: () => made?.release(),
  };
}

// Not AbortSignal.any: in Node 20 each of its signals stays with the one that lives as long as the process.
function join(sources: readonly AbortSignal[]) {
  const controller = new AbortController();
  const fire = () => controller.abort();
  for (const source of sources) {
    if (source.aborted) fire();
    source.addEventListener("abort", fire, { once: true });
  }
  return {
    signal: controller.signal,
    release() {
      for (const source of sources) source.removeEventListener("abort", fire);
    },
  };
}
