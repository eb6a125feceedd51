import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonNumber } from "@/lib/api";
import { AppError } from "@/lib/kit";
import { clientAddress, isForwardedHeader, limitedAddress } from "./client-address";
import { ERROR_TABLE } from "./error-table";
import { toAppError, toFailure } from "./failure";
import { fingerprintOf, readIdempotencyKey } from "./idempotency";
import { parseJson } from "./parse-json";
import { retryAfterSeconds, windowAt } from "./sliding-window";
import { readablePath } from "./web-server";

const json = (text: string) => parseJson(new TextEncoder().encode(text));
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return toAppError(error).code;
  }
  return null;
};

describe("the caller's address", () => {
  it("is the socket's, unless hops are trusted", () => {
    expect(clientAddress("10.0.0.1", "1.1.1.1", 0)).toBe("10.0.0.1");
    expect(clientAddress("::ffff:10.0.0.1", undefined, 1)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", "9.9.9.9, 1.1.1.1", 1)).toBe("1.1.1.1");
    expect(clientAddress("10.0.0.1", "9.9.9.9, 1.1.1.1, 10.0.0.2", 2)).toBe("1.1.1.1");
    expect(clientAddress("10.0.0.1", "1.1.1.1", 3)).toBe("1.1.1.1");
    expect(clientAddress("10.0.0.1", "nonsense", 1)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", "1.1.1.1:443", 1)).toBe("1.1.1.1");
    expect(clientAddress("10.0.0.1", "[2001:DB8::1]:443", 1)).toBe("2001:db8::1");
    expect(clientAddress("fe80::1%eth0", undefined, 0)).toBe("fe80::1");
    expect(clientAddress(undefined, undefined, 0)).toBe("0.0.0.0");
  });

  it("is limited by its /64 where it is IPv6", () => {
    expect(limitedAddress("10.0.0.1")).toBe("10.0.0.1");
    expect(limitedAddress("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
    expect(limitedAddress("2001:db8::6")).toBe("2001:db8:0:0::/64");
    expect(limitedAddress("2001:db8:0::7")).toBe(limitedAddress("2001:db8::6"));
    expect(limitedAddress("::1")).toBe("0:0:0:0::/64");
  });

  it("never comes from what a client sends", () => {
    for (const name of ["forwarded", "x-real-ip", "x-forwarded-for", "x-forwarded-proto"]) {
      expect(isForwardedHeader(name)).toBe(true);
    }
    expect(isForwardedHeader("apikey")).toBe(false);
  });
});

describe("the error table", () => {
  it("gives every error a status of its own class, and keeps what the contract keeps", () => {
    for (const [code, row] of Object.entries(ERROR_TABLE)) {
      expect(row.status, code).toBeGreaterThanOrEqual(400);
      const never = [401, 403, 409, 429].includes(row.status) || row.status >= 500;
      if (never || code === "insufficient_balance") expect(row.kept, code).toBe(false);
    }
  });

  it("tells the public text and nothing of the cause", () => {
    const cause = Object.assign(new Error("select secret"), { code: "42P01" });
    const failure = toFailure(toAppError(cause), "id");
    expect(failure).toEqual({
      status: 500,
      kept: false,
      body: {
        success: false,
        message: "Internal server error",
        error: "internal_error",
        requestId: "id",
      },
    });
    const internal = new AppError("not_found", {
      internal: "row 7",
      public: "Transaction not found",
    });
    expect(toFailure(internal, "id").body.message).toBe("Transaction not found");
  });

  it("knows a database that is away or busy", () => {
    for (const code of ["ECONNREFUSED", "57P01", "55P03", "57014", "53300"]) {
      const wrapped = new Error("query failed", { cause: Object.assign(new Error(), { code }) });
      expect(toAppError(wrapped).code, code).toBe("service_unavailable");
    }
  });
});

describe("a JSON body", () => {
  it("keeps the text of numbers", () => {
    const { body } = json('{"amount":50.10,"list":[1e2]}');
    expect(body.amount).toEqual(new JsonNumber("50.10"));
    expect(Object.getPrototypeOf(body)).toBeNull();
  });

  it("has no way to the prototype, and tells what it names twice", () => {
    const { body, repeated } = json('{"__proto__":{"a":1},"b":1,"b":2,"c":1,"c":1}');
    expect(body.a).toBeUndefined();
    expect(({} as Record<string, unknown>).a).toBeUndefined();
    expect(repeated).toEqual(["b"]);
  });

  it("is refused when it is none", () => {
    for (const text of ["{", "", "{'a':1}", '{"a":NaN}', '{"a":.5}', "[".repeat(90_000)]) {
      expect(
        codeOf(() => json(text)),
        text.slice(0, 10),
      ).toBe("malformed_json");
    }
    expect(codeOf(() => parseJson(new Uint8Array([0x22, 0xff, 0x22])))).toBe("malformed_json");
    for (const text of ["[]", "1", '"x"', "null", "true"]) {
      expect(
        codeOf(() => json(text)),
        text,
      ).toBe("validation_failed");
    }
  });

  it("agrees with JSON.parse on what is JSON", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const { body } = json(JSON.stringify(value));
        const own = Object.keys(value).filter((key) => key !== "__proto__");
        for (const key of own)
          if (typeof value[key] === "string") expect(body[key]).toBe(value[key]);
        expect(Object.keys(body)).toEqual(expect.arrayContaining(own));
      }),
    );
  });
});

describe("an idempotency key", () => {
  it("is 1 to 255 visible ASCII characters", () => {
    expect(readIdempotencyKey(null)).toBeNull();
    expect(readIdempotencyKey("a!~")).toBe("a!~");
    for (const key of ["", "a b", "é", "a".repeat(256), "a\tb"]) {
      expect(
        codeOf(() => readIdempotencyKey(key)),
        key,
      ).toBe("validation_failed");
    }
  });

  it("stands for method, path, query and body, and for nothing that looks like them", () => {
    const print = (...parts: (string | Uint8Array)[]) =>
      Buffer.from(fingerprintOf(parts)).toString("hex");
    const one = print("POST", "/a", "b=1", new Uint8Array([1]));
    expect(print("POST", "/a", "b=1", new Uint8Array([1]))).toBe(one);
    expect(print("POST", "/ab", "=1", new Uint8Array([1]))).not.toBe(one);
    expect(print("POST", "/a", "b=1", new Uint8Array([2]))).not.toBe(one);
    expect(print("POST", "/a", "b=2", new Uint8Array([1]))).not.toBe(one);
    expect(print("PUT", "/a", "b=1", new Uint8Array([1]))).not.toBe(one);
  });
});

describe("a sliding window", () => {
  it("lets a caller in again who waited as long as was said, and no second sooner", () => {
    const window = 900_000;
    const room = (limit: number, previous: number, current: number, now: number, start: number) => {
      const moment = windowAt(now);
      const ago = moment.index - start;
      const before = [previous, current, 0][ago] ?? 0;
      const here = ago === 0 ? current : 0;
      return Math.floor(limit - before * moment.weight + 1e-9) > here;
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.nat({ max: 200 }),
        fc.nat({ max: 200 }),
        fc.nat({ max: window - 1 }),
        (limit, previous, current, offset) => {
          const [before, here] = [Math.min(previous, limit), Math.min(current, limit)];
          const start = 1_000;
          const now = start * window + offset;
          if (room(limit, before, here, now, start)) return;
          const wait = retryAfterSeconds(limit, before, here, windowAt(now)) * 1_000;
          expect(room(limit, before, here, now + wait, start)).toBe(true);
          if (wait > 1_000)
            expect(room(limit, before, here, now + wait - 1_000, start)).toBe(false);
        },
      ),
    );
  });
});

describe("a path that does not decode", () => {
  it("is taken literally, and any other is left alone", () => {
    expect(readablePath("/api/v1/%zz?a=%zz")).toBe("/api/v1/%25zz?a=%zz");
    expect(readablePath("/s/%ff")).toBe("/s/%25ff");
    expect(readablePath("/s/a%20b?x=%zz")).toBe("/s/a%20b?x=%zz");
    expect(readablePath("/s/a")).toBe("/s/a");
    expect(readablePath("/api/v1/a/?b=/")).toBe("/api/v1/a?b=/");
    expect(readablePath("/a/")).toBe("/a/");
  });
});
