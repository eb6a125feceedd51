import { type Config, loadConfig } from "./load";

export { parseSchedule } from "./durations";
export {
  type Config,
  ConfigError,
  type Environment,
  loadConfig,
  mailMode,
  requireSetting,
} from "./load";
export { createLogger } from "./logger";
export { type DatabaseRole, rolePassword, roleUrl } from "./role-urls";
export { VARIABLES } from "./schema";

let loaded: Config | null = null;

/** This process's settings: the environment, read and checked once. Throws ConfigError. */
export function getConfig(): Config {
  loaded ??= loadConfig(process.env);
  return loaded;
}
