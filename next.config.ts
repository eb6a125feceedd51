import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The API's own limits and compression belong to server.ts and the proxy before it.
  compress: true,
  productionBrowserSourceMaps: false,
  // `npm run verify` checks the types of the whole tree; a start does not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["postgres", "pino", "tronweb", "viem", "prom-client", "@node-rs/argon2"],
};

export default config;
