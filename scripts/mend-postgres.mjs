import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// postgres.js 3.4.9 throws an error that nobody can catch, or keeps a connection that never answers again, when a
// backend dies in the middle of a transaction (its issues 1154 and 1208). A gateway must outlive its database's
// restart, so these few lines of the driver are mended after every install, in both of its module forms.
const VERSION = "3.4.9";
export const MARK = "/* mended by scripts/mend-postgres.mjs, 2 */";

export const CHANGES = [
  {
    from: `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x`,
    to: `    const x = chunk
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket === null) {
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    return socket.write(x, fn)`,
  },
  {
    from: `    clearImmediate(nextWriteTimer)
    if (socket) {`,
    to: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket) {`,
  },
  {
    from: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
    to: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
  },
  {
    from: `    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))`,
    // The semicolon: the line before is a `return reconnect()` without one.
    to: `    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))`,
  },
];

/** Mends the installed driver unless it is mended. Throws when it is another version than the one that was studied. */
export function mendPostgres(root) {
  const folder = join(root, "node_modules", "postgres");
  if (!existsSync(folder)) return;
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const form of ["src", join("cjs", "src")]) {
    const file = join(folder, form, "connection.js");
    const text = readFileSync(file, "utf8");
    if (text.startsWith(MARK)) continue;
    if (version !== VERSION) {
      throw new Error(
        `postgres ${version} is installed; scripts/mend-postgres.mjs knows ${VERSION}.`,
      );
    }
    writeFileSync(file, `${MARK}\n${mend(text, file)}`);
  }
}

function mend(text, file) {
  return CHANGES.reduce((mended, { from, to }) => {
    if (mended.split(from).length !== 2) throw new Error(`${file} is not as it was studied.`);
    return mended.replace(from, () => to);
  }, text);
}
