import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "vite";

const SKIPPED = new Set([
  "node_modules",
  ".git",
  ".next",
  ".data",
  "test-results",
  "playwright-report",
]);
const CODE = /\.(ts|tsx|mts|mjs|js|jsx)$/;

export interface Piece {
  /** What it is called, or the place that it stands in. */
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** The specifiers of its imports and re-exports, type imports included. */
  readonly imports: readonly string[];
  readonly functions: readonly Piece[];
  /** Names that are read or called: `parseFloat`, `value.toFixed`, `process.env`. */
  readonly names: ReadonlySet<string>;
}

/** Every file under the root that is ours, generated and installed ones left out. */
export function listFiles(root: string): string[] {
  const found: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const at = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (SKIPPED.has(entry.name)) continue;
      if (entry.isDirectory()) walk(at);
      else if (entry.isFile()) found.push(at);
    }
  };
  walk("");
  return found.sort();
}

export function isCode(file: string): boolean {
  return CODE.test(file) && !file.endsWith(".d.ts");
}

/** Reads one file of code: what it imports, how long its functions are, which names it uses. */
export function readSource(root: string, file: string): SourceFile {
  return parseSource(file, readFileSync(path.join(root, file), "utf8"));
}

export function parseSource(file: string, text: string): SourceFile {
  const imports = new Set<string>();
  const functions: Piece[] = [];
  const names = new Set<string>();
  const lineAt = lineCounter(text);
  const { program } = parseSync(file, text);
  visit(program, (node, parent) => {
    noteImport(node, imports);
    noteName(node, names);
    if (node.type.endsWith("FunctionExpression") || node.type === "FunctionDeclaration") {
      const line = lineAt(node.start);
      functions.push({ name: nameOf(node, parent), line, lines: lineAt(node.end) - line + 1 });
    }
  });
  const lines = text.endsWith("\n") ? lineAt(text.length) - 1 : lineAt(text.length);
  return { path: file, text, lines, imports: [...imports], functions, names };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

function visit(start: unknown, look: (node: Node, parent: Node | null) => void): void {
  const waiting: [unknown, Node | null][] = [[start, null]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, parent] = next;
    if (Array.isArray(value)) for (const item of value) waiting.push([item, parent]);
    else if (isNode(value)) {
      look(value, parent);
      for (const child of Object.values(value)) {
        if (typeof child === "object" && child !== null) waiting.push([child, value]);
      }
    }
  }
}

function textOf(value: unknown): string | null {
  return isNode(value) && typeof value.value === "string" ? value.value : null;
}

function noteImport(node: Node, imports: Set<string>): void {
  if (/^(Import|ExportNamed|ExportAll)(Declaration|Expression)$/.test(node.type)) {
    const from = textOf(node.source);
    if (from !== null) imports.add(from);
  } else if (node.type === "TSImportType") {
    const from = textOf(node.source) ?? textOf(node.argument);
    if (from !== null) imports.add(from);
  }
}

function noteName(node: Node, names: Set<string>): void {
  if (node.type === "Identifier" && typeof node.name === "string") names.add(node.name);
  if (node.type !== "MemberExpression" || !isNode(node.object) || !isNode(node.property)) return;
  const property = textOf(node.property) ?? node.property.name;
  const object = node.object.type === "Identifier" ? node.object.name : "";
  names.add(`${object}.${property}`);
  names.add(`.${property}`);
}

function nameOf(node: Node, parent: Node | null): string {
  for (const named of [node.id, parent?.id, parent?.key]) {
    if (isNode(named) && typeof named.name === "string") return named.name;
  }
  return "a function";
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
