import { startAnvil } from "@/lib/sandbox/ethereum";

// Starts a chain with the state file and the pid file given and holds it until it is killed.
const [statePath = "", pidFile = "", mnemonic = ""] = process.argv.slice(2);
const chain = await startAnvil({
  port: 0,
  statePath,
  pidFile,
  mnemonic,
  chainId: 31337,
  blockTimeSeconds: 1,
});
console.log(`ready pid=${chain.pid} url=${chain.url}`);
process.on("SIGTERM", async () => {
  await chain.stop();
  process.exit(0);
});
