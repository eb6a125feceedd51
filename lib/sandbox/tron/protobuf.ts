import { concatBytes } from "./bytes";

/**
 * The part of protobuf (proto3) that Tron's transactions and headers need: variable-length integers, bytes, texts
 * and nested messages. Written for the sandbox so that tronweb, which has a codec of its own, is checked by another.
 */
type Scalar = "int64" | "enum" | "bool" | "bytes" | "string";

interface Field<Value> {
  readonly no: number;
  readonly kind: Scalar | Message<Shape>;
  readonly repeated: boolean;
  /** Never present: carries the type. */
  readonly value?: Value;
}

export type Shape = Readonly<Record<string, Field<unknown>>>;

export interface Message<S extends Shape> {
  readonly name: string;
  readonly fields: S;
  readonly byNumber: ReadonlyMap<number, readonly [name: string, field: Field<unknown>]>;
  readonly ascending: readonly (readonly [name: string, field: Field<unknown>])[];
}

type FieldValue<F> = F extends Field<infer Value> ? Value : never;

/** What a message holds; a field with its default value is absent, as on the wire. */
export type Of<M> =
  M extends Message<infer S> ? { [Name in keyof S]?: FieldValue<S[Name]> | undefined } : never;

export function message<S extends Shape>(name: string, fields: S): Message<S> {
  const ascending = Object.entries<Field<unknown>>(fields).sort((a, b) => a[1].no - b[1].no);
  const byNumber = new Map(ascending.map((entry) => [entry[1].no, entry] as const));
  return { name, fields, ascending, byNumber };
}

export const int64 = (no: number): Field<bigint> => ({ no, kind: "int64", repeated: false });
export const enumeration = (no: number): Field<number> => ({ no, kind: "enum", repeated: false });
export const bool = (no: number): Field<boolean> => ({ no, kind: "bool", repeated: false });
export const bytes = (no: number): Field<Uint8Array> => ({ no, kind: "bytes", repeated: false });
export const string = (no: number): Field<string> => ({ no, kind: "string", repeated: false });
export const manyBytes = (no: number): Field<Uint8Array[]> => ({
  no,
  kind: "bytes",
  repeated: true,
});

export function nested<S extends Shape>(no: number, kind: Message<S>): Field<Of<Message<S>>> {
  return { no, kind, repeated: false };
}

export function manyNested<S extends Shape>(no: number, kind: Message<S>): Field<Of<Message<S>>[]> {
  return { no, kind, repeated: true };
}

function varint(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Uint8Array.from(out);
}

function encodeBody(kind: Field<unknown>["kind"], value: unknown): Uint8Array {
  if (kind === "bytes" && value instanceof Uint8Array) return value;
  if (kind === "string" && typeof value === "string") return new TextEncoder().encode(value);
  if (typeof kind === "object" && typeof value === "object" && value !== null) {
    return encodeRecord(kind, value as Record<string, unknown>);
  }
  throw new TypeError("a field's value is not of its kind");
}

function encodeField(field: Field<unknown>, value: unknown): Uint8Array {
  const { no, kind } = field;
  if (kind === "int64" || kind === "enum" || kind === "bool") {
    const number = BigInt(value as bigint | number | boolean);
    if (number === 0n && !field.repeated) return new Uint8Array(0);
    return concatBytes(varint(BigInt(no << 3)), varint(number));
  }
  const body = encodeBody(kind, value);
  const isDefault = body.length === 0 && !field.repeated && typeof kind === "string";
  if (isDefault) return new Uint8Array(0);
  return concatBytes(varint(BigInt((no << 3) | 2)), varint(BigInt(body.length)), body);
}

function encodeRecord(kind: Message<Shape>, record: Record<string, unknown>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [name, field] of kind.ascending) {
    const value = record[name];
    if (value === undefined) continue;
    const values = field.repeated ? (value as unknown[]) : [value];
    for (const one of values) parts.push(encodeField(field, one));
  }
  return concatBytes(...parts);
}

/** The message's bytes, fields in ascending order, defaults left out: the one form that Tron clients write. */
export function encode<S extends Shape>(kind: Message<S>, record: Of<Message<S>>): Uint8Array {
  return encodeRecord(kind, record as Record<string, unknown>);
}

class Reader {
  private position = 0;
  constructor(private readonly buffer: Uint8Array) {}

  get done(): boolean {
    return this.position >= this.buffer.length;
  }

  varint(): bigint {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer[this.position++];
      if (byte === undefined) break;
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, result);
    }
    throw new RangeError("truncated varint");
  }

  body(): Uint8Array {
    const length = Number(this.varint());
    const end = this.position + length;
    if (length < 0 || end > this.buffer.length) throw new RangeError("truncated field");
    const body = this.buffer.slice(this.position, end);
    this.position = end;
    return body;
  }
}

function decodeNumber(kind: Field<unknown>["kind"], value: bigint): unknown {
  if (kind === "bool") return value !== 0n;
  return kind === "enum" ? Number(value) : value;
}

function decodeBody(kind: Field<unknown>["kind"], body: Uint8Array): unknown {
  if (kind === "bytes") return body;
  if (kind === "string") return new TextDecoder().decode(body);
  if (typeof kind === "object") return decode(kind, body);
  throw new RangeError("a number was written as bytes");
}

/** Reads a message; fields it does not know are passed over. Throws RangeError on malformed bytes. */
export function decode<S extends Shape>(kind: Message<S>, buffer: Uint8Array): Of<Message<S>> {
  const record: Record<string, unknown> = {};
  const reader = new Reader(buffer);
  while (!reader.done) {
    const tag = Number(reader.varint());
    const wireType = tag & 7;
    if (wireType !== 0 && wireType !== 2) throw new RangeError(`wire type ${wireType}`);
    const raw = wireType === 0 ? reader.varint() : reader.body();
    const entry = kind.byNumber.get(tag >>> 3);
    if (!entry) continue;
    const [name, field] = entry;
    const value =
      typeof raw === "bigint" ? decodeNumber(field.kind, raw) : decodeBody(field.kind, raw);
    if (!field.repeated) record[name] = value;
    else record[name] = [...((record[name] as unknown[] | undefined) ?? []), value];
  }
  return record as Of<Message<S>>;
}
