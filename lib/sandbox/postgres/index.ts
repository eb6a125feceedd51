export { type PostgresServiceOptions, postgresService } from "./service";
export { type PostgresOptions, type RunningPostgres, startPostgres } from "./start-postgres";
