import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The API's own limits and compression belong to server.ts and the proxy before it.
  compress: true,
  productionBrowserSourceMaps: false,
  serverExternalPackages: ["postgres", "pino", "tronweb", "viem", "prom-client"],
};

export default config;
