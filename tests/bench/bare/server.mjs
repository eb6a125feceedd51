import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import next from "next";

const app = next({ dev: false, dir: fileURLToPath(new URL(".", import.meta.url)), quiet: true });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => handle(request, response));
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`listening on ${server.address().port}\n`);
});
// Ends with the bench, however that ends.
process.stdin.resume().on("end", () => process.exit(0));
