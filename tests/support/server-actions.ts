import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const DASHBOARD_PAGES = "app/(dashboard)";

export interface ServerAction {
  /** As in the table of permissions. */
  readonly name: string;
  readonly id: string;
  /** A page whose bundle has it. */
  readonly page: string;
}

/** Where a file of `app` is served. */
export const urlOf = (file: string) =>
  `/${path
    .dirname(file)
    .split("/")
    .slice(1)
    .filter((part) => !part.startsWith("(") && !part.startsWith("@"))
    .join("/")}`;

export const filesOf = (folder: string, name: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === name)
    .map((file) => path.join(folder, file));

/** Every server action of the build that stands in `.next`; `id` takes the place of a page's parameter. */
export function listServerActions(id: string): readonly ServerAction[] {
  const manifest = JSON.parse(
    readFileSync(".next/server/server-reference-manifest.json", "utf8"),
  ) as {
    node: Record<
      string,
      { filename: string; exportedName: string; workers: Record<string, unknown> }
    >;
  };
  return Object.entries(manifest.node).flatMap(([key, { filename, exportedName, workers }]) => {
    if (!filename.startsWith(DASHBOARD_PAGES)) return [];
    const text = readFileSync(filename, "utf8");
    const [, name] =
      new RegExp(`export const ${exportedName} = action(?:<[^>]*>)?\\(\\{\\s*name: "([^"]+)"`).exec(
        text,
      ) ?? [];
    const worker = Object.keys(workers).sort((a, b) => a.length - b.length)[0] ?? "";
    const page = urlOf(`${worker}.tsx`).replaceAll(/\[[^\]]+\]/g, id);
    return [{ name: name ?? `${filename} ${exportedName}`, id: key, page }];
  });
}

/** Calls a server action as its page does; answers what it answered, as the page is sent it. */
export async function callServerAction(
  origin: string,
  cookie: string | null,
  { id, page }: ServerAction,
  args: readonly unknown[],
): Promise<string> {
  const response = await fetch(`${origin}${page}`, {
    method: "POST",
    redirect: "manual",
    headers: {
      ...(cookie === null ? {} : { cookie }),
      "next-action": id,
      origin,
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
    },
    body: JSON.stringify(args),
  });
  return response.text();
}

export type ActionAnswer =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly failure: { readonly code: string; readonly message: string } }
  | { readonly ok: false; readonly confirm: { readonly challengeId: string } };

/** What an action that answers plain data answered. Throws when there is no such thing in it. */
export function answerOf(text: string): ActionAnswer {
  const [, json] = /^[0-9a-f]+:(\{"ok":.*\})$/m.exec(text) ?? [];
  if (json === undefined) throw new Error(`no answer of an action: ${text.slice(0, 500)}`);
  return JSON.parse(json) as ActionAnswer;
}
