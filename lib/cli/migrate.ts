import { getConfig, requireSetting } from "@/lib/config";
import { migrate } from "@/lib/db";
import { runCommand } from "./run-command";

function passwordIn(url: string): string {
  return decodeURIComponent(new URL(url).password);
}

runCommand(async () => {
  const config = getConfig();
  const ran = await migrate({
    ownerUrl: requireSetting(config.databaseUrl, "DATABASE_URL"),
    webPassword: passwordIn(requireSetting(config.databaseWebUrl, "DATABASE_WEB_URL")),
    workerPassword: passwordIn(requireSetting(config.databaseWorkerUrl, "DATABASE_WORKER_URL")),
  });
  console.log(ran.length === 0 ? "Nothing to migrate." : `Migrated: ${ran.join(", ")}`);
  return 0;
});
