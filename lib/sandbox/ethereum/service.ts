import { findFreePort, type Service } from "@/lib/sandbox/processes";
import { type AnvilOptions, type RunningAnvil, startAnvil } from "./start-anvil";
import { sandboxStateLimit } from "./state-size";

export type EthereumServiceOptions = Omit<AnvilOptions, "port" | "log" | "pidFile"> &
  Readonly<{
    /** Tried first; once started, every later start is on the same port. */
    preferredPort?: number;
    onStart: (chain: RunningAnvil) => void;
  }>;

/** The local Ethereum chain as the supervisor runs it. */
export function ethereumService(options: EthereumServiceOptions): Service {
  const { preferredPort, onStart, ...anvil } = options;
  let port: number | null = null;
  return {
    name: "ethereum",
    async start(context) {
      const chain = await startAnvil({
        stateLimit: sandboxStateLimit,
        ...anvil,
        port: port ?? (await findFreePort(preferredPort)),
        log: context.log,
      });
      port = chain.port;
      onStart(chain);
      return chain;
    },
  };
}
