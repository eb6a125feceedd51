import { startPostgres } from "@/lib/sandbox/postgres";

// Starts the database in the folder given and holds it until it is killed.
const [dataDir = ""] = process.argv.slice(2);
const server = await startPostgres({
  dataDir,
  password: "secret",
  settings: { fsync: "off" },
});
console.log(`ready pid=${server.pid} port=${server.port} cluster=${server.clusterDir}`);
process.on("SIGTERM", async () => {
  await server.stop();
  process.exit(0);
});
