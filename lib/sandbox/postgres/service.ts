import type { Service } from "@/lib/sandbox/processes";
import { type PostgresOptions, type RunningPostgres, startPostgres } from "./start-postgres";

export type PostgresServiceOptions = Omit<PostgresOptions, "exactPort" | "log"> &
  Readonly<{ onStart: (server: RunningPostgres) => void }>;

/** The embedded PostgreSQL as the supervisor runs it: on one port for as long as the launcher lives. */
export function postgresService(options: PostgresServiceOptions): Service {
  const { onStart, ...given } = options;
  let port: number | null = null;
  return {
    name: "postgres",
    async start(context) {
      const server = await startPostgres({
        ...given,
        ...(port === null ? {} : { port, exactPort: true }),
        log: context.log,
      });
      port = server.port;
      onStart(server);
      return server;
    },
  };
}
