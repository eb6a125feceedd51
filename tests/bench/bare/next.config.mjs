import { fileURLToPath } from "node:url";

// biome-ignore lint/style/noDefaultExport: Next reads its settings so.
export default {
  poweredByHeader: false,
  // Its packages are the repository's.
  turbopack: { root: fileURLToPath(new URL("../../..", import.meta.url)) },
  serverExternalPackages: ["postgres"],
};
