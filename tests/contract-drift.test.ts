import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { type RawInput, TEXTS } from "@/lib/api";
import { OPERATIONS } from "@/lib/api/operations";
import type { Endpoint, Facts } from "@/lib/http";
import { AppError } from "@/lib/kit";
import { listRoutes } from "./support/endpoints";

vi.mock("@/lib/http", async (original) => ({
  ...(await original<object>()),
  // A route file then exports its endpoints in place of a handler.
  route: (...endpoints: readonly unknown[]) => ({ GET: endpoints }),
}));

type AnyEndpoint = Endpoint<unknown, unknown>;

/** Routes that the document leaves out, each with its reason. */
const NOT_DESCRIBED: Readonly<Record<string, string>> = {
  "GET /openapi.json": "it is the document",
  "POST /payout/create": "answers nothing but 403",
  "POST /public/payout/create": "answers nothing but 403",
};

const routes = listRoutes();
const endpoints = new Map<string, AnyEndpoint>();
const folders = new Map<string, string>();
for (const route of routes) {
  const module = await import(/* @vite-ignore */ path.resolve(route.file));
  for (const entry of module.GET as AnyEndpoint[]) {
    endpoints.set(entry.name, entry);
    folders.set(entry.name, route.path);
  }
}
const operations = new Map(
  OPERATIONS.map((operation) => [`${operation.method.toUpperCase()} ${operation.path}`, operation]),
);
const described = [...operations.entries()].flatMap(([name, operation]) => {
  const entry = endpoints.get(name);
  return entry ? [{ name, operation, entry }] : [];
});

/** An object that remembers by which names it was asked. */
function asked(names: Set<string>, values: Readonly<Record<string, unknown>>): object {
  const note = (name: string | symbol) => void (typeof name === "string" && names.add(name));
  return new Proxy(values, {
    get: (_target, name) => {
      note(name);
      return typeof name === "string" ? values[name] : undefined;
    },
    has: (_target, name) => {
      note(name);
      return name in values;
    },
    getOwnPropertyDescriptor: (target, name) => {
      note(name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  });
}

const shapeOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: "output", unrepresentable: "any" });

interface Read {
  readonly query: Set<string>;
  readonly body: Set<string>;
  readonly path: Set<string>;
}

/** What an endpoint's parser looks for, in which place. Fed with its examples, so that it reads to the end. */
function readBy(entry: AnyEndpoint, example: Readonly<Record<string, unknown>>): Read {
  const read: Read = { query: new Set(), body: new Set(), path: new Set() };
  const query = new URLSearchParams();
  query.getAll = (name) => {
    read.query.add(name);
    return [];
  };
  query.get = query.getAll as never;
  query.has = query.getAll as never;
  const facts = { sandbox: true, config: {}, params: asked(read.path, {}) } as unknown as Facts;
  for (const body of [{}, example]) {
    const raw = { query, body: asked(read.body, body), repeated: [] } as unknown as RawInput;
    try {
      entry.parse(raw, facts);
    } catch (error) {
      // A refusal is what a parser says to an empty request; anything else is a fault of this test.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return read;
}

const EXAMPLE = {
  userId: "u",
  email: "a@example.com",
  walletAddress: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
  amount: "50",
  currencyType: "USDT-TRC20",
  transactionHash: "ab".repeat(32),
  transactionId: "x",
  type: "deposit",
};

describe("the tree and the document", () => {
  it("were both looked at", () => {
    expect(routes.length).toBeGreaterThan(25);
    expect(endpoints.size).toBeGreaterThan(25);
    expect(described.length).toBe(operations.size);
  });

  it("have the same paths and methods", () => {
    const left = [...endpoints.keys()].filter((name) => !(name in NOT_DESCRIBED));
    expect(left.sort()).toEqual([...operations.keys()].sort());
    for (const name of Object.keys(NOT_DESCRIBED)) expect(endpoints.has(name), name).toBe(true);
  });

  it("an endpoint lies in the folder that its name says", () => {
    for (const [name, folder] of folders) expect(name.split(" ")[1]).toBe(folder);
  });

  it.each(described)(
    "$name: access, tier, place and answers are the same",
    ({ operation, entry }) => {
      expect({
        access: operation.access,
        tier: operation.tier,
        sandboxOnly: operation.sandboxOnly ?? false,
        accepted: operation.accepted ?? false,
        etag: operation.etag ?? false,
      }).toEqual({
        access: entry.access,
        tier: entry.tier,
        sandboxOnly: entry.sandboxOnly ?? false,
        accepted: entry.status !== undefined,
        etag: entry.etag !== undefined,
      });
      expect(shapeOf(operation.answer)).toEqual(shapeOf(entry.schema));
    },
  );

  it.each(described)(
    "$name: what the parser reads is what the document lists",
    ({ operation, entry }) => {
      const query = Object.keys(operation.query?.shape ?? {});
      const body = Object.keys((operation.body as { shape?: object } | undefined)?.shape ?? {});
      const sent = Object.entries(EXAMPLE).filter(([field]) => body.includes(field));
      const read = readBy(entry, Object.fromEntries(sent));
      // A parameter of the query is accepted in the body, too, where the contract says so.
      const alsoInBody = query.filter((name) => read.body.has(name));
      const alsoInQuery = body.filter((name) => read.query.has(name));
      expect([...read.path].sort()).toEqual([...(operation.pathParameters ?? [])].sort());
      expect([...read.query].sort()).toEqual([...query, ...alsoInQuery].sort());
      expect([...read.body].sort()).toEqual([...body, ...alsoInBody].sort());
    },
  );

  it("no operation names a text that is not the contract's", () => {
    const known = new Set<string>(Object.values(TEXTS));
    for (const { id, failures } of OPERATIONS) {
      for (const text of Object.values(failures).flat())
        expect(known.has(text), `${id}: ${text}`).toBe(true);
    }
  });
});
