import type { Entry, Parameter } from "./model";

const PLACEHOLDERS = { apikey: "your-api-key", "x-api-secret": "your-api-secret" } as const;

/** An operation's example call: where it goes, what it carries. */
interface Call {
  readonly url: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function callOf(entry: Entry, server: string): Call {
  const { parameters, security } = entry.about;
  const path = entry.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(String(parameters.find((one) => one.name === name)?.example ?? name)),
  );
  const shown = (one: Parameter) =>
    one.in === "query" && (one.required || one.name === "page" || one.name === "limit");
  const needsSecret = security.length === 1;
  return {
    url: `${server}${path}`,
    params: Object.fromEntries(parameters.filter(shown).map((one) => [one.name, one.example])),
    headers: {
      ...(security.length > 0 ? { apikey: PLACEHOLDERS.apikey } : {}),
      ...(needsSecret ? { "x-api-secret": PLACEHOLDERS["x-api-secret"] } : {}),
    },
    body: entry.bodyMedia?.example,
  };
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The call as a line of the shell. */
export function curlOf(entry: Entry, server: string): string {
  const { url, params, headers, body } = callOf(entry, server);
  const query = new URLSearchParams(
    Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const target = quoted(query === "" ? url : `${url}?${query}`);
  const lines = [
    ...(entry.method === "GET" ? [`curl ${target}`] : [`curl -X ${entry.method}`, target]),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined
      ? []
      : [`-H ${quoted("Content-Type: application/json")}`, `-d ${quoted(JSON.stringify(body))}`]),
  ];
  return lines.join(" \\\n  ");
}

/** The call as a Node program with axios. */
export function axiosOf(entry: Entry, server: string): string {
  const { url, params, headers, body } = callOf(entry, server);
  const options = {
    ...(Object.keys(params).length > 0 ? { params } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
  };
  const args = [
    JSON.stringify(url),
    ...(entry.method === "GET" ? [] : [literal(body ?? {})]),
    ...(Object.keys(options).length > 0 ? [literal(options)] : []),
  ];
  const indented = args.map((arg) => `  ${arg.replaceAll("\n", "\n  ")}`).join(",\n");
  const verb = entry.method.toLowerCase();
  return `import axios from "axios";\n\nconst { data } = await axios.${verb}(\n${indented},\n);`;
}

/** JSON with bare keys, as a programmer writes it. */
function literal(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/^(\s*)"([A-Za-z_]\w*)":/gm, "$1$2:");
}

/** How a receiver checks a webhook, as a Node program. */
export const WEBHOOK_SAMPLE = `import { createHmac, timingSafeEqual } from "node:crypto";

/** rawBody: the bytes as they came, before they are parsed. */
export function isGenuine(rawBody, signature, webhookSecret) {
  const wanted = Buffer.from(
    "sha256=" + createHmac("sha256", webhookSecret).update(rawBody).digest("hex"),
  );
  const given = Buffer.from(signature ?? "");
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}`;
