import path from "node:path";
import { listFiles } from "./source-tree";

const API = "app/api/v1/";

/** A path of the tree with the endpoints in its route file. */
export interface Route {
  /** As the contract writes it: "/public/wallet/view/{userId}". */
  readonly path: string;
  readonly file: string;
}

/** Every path of the merchant API that has a route file, but for the one that catches the rest. */
export function listRoutes(root = process.cwd()): readonly Route[] {
  return listFiles(root)
    .filter((file) => file.startsWith(API) && path.basename(file) === "route.ts")
    .filter((file) => !file.includes("[[..."))
    .map((file) => {
      const folder = file.slice(API.length, -"/route.ts".length);
      return { file, path: `/${folder.replace(/\[(\w+)\]/g, "{$1}")}` };
    });
}
