import { UnknownPayloadError } from "@/lib/chains/errors";

/**
 * Just enough protobuf to read and wrap a Tron transaction, and independent of tronweb on purpose: what one library writes
 * the other must read. Reading is strict: unknown, repeated or misshapen fields throw UnknownPayloadError.
 */

type Kind = "int" | "bytes";
type Schema = Readonly<Record<string, { readonly id: number; readonly kind: Kind }>>;
type Value<K extends Kind> = K extends "int" ? bigint : Uint8Array;
export type Fields<S extends Schema> = { readonly [N in keyof S]?: Value<S[N]["kind"]> };

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Reads a message whose every field is in the schema, each at most once. */
export function readMessage<S extends Schema>(schema: S, bytes: Uint8Array): Fields<S> {
  const names = new Map(
    Object.entries(schema).map(([name, field]) => [field.id, { name, ...field }]),
  );
  const fields: Record<string, bigint | Uint8Array> = {};
  let offset = 0;
  const varint = () => {
    const { value, next } = readVarint(bytes, offset);
    offset = next;
    return value;
  };
  while (offset < bytes.length) {
    const tag = Number(varint());
    const field = names.get(tag >>> 3);
    const wire = field?.kind === "int" ? VARINT : LENGTH_DELIMITED;
    if (!field || (tag & 7) !== wire || field.name in fields) {
      throw new UnknownPayloadError(`unexpected protobuf field ${tag >>> 3}`);
    }
    const value = varint();
    if (field.kind === "int") {
      fields[field.name] = BigInt.asIntN(64, value);
      continue;
    }
    const end = offset + Number(value);
    if (end > bytes.length) throw new UnknownPayloadError("a protobuf field is cut short");
    fields[field.name] = bytes.subarray(offset, end);
    offset = end;
  }
  return fields as Fields<S>;
}

function readVarint(bytes: Uint8Array, start: number): { value: bigint; next: number } {
  let value = 0n;
  for (let length = 0; length < 10; length += 1) {
    const byte = bytes[start + length];
    if (byte === undefined) break;
    value |= BigInt(byte & 0x7f) << BigInt(7 * length);
    if (byte < 0x80) return { value, next: start + length + 1 };
  }
  throw new UnknownPayloadError("a protobuf number is cut short or too long");
}

/** A length-delimited field with its tag. */
export function writeBytes(id: number, bytes: Uint8Array): Uint8Array {
  const head = [(id << 3) | LENGTH_DELIMITED];
  let length = bytes.length;
  for (; length > 0x7f; length = Math.floor(length / 128)) head.push((length & 0x7f) | 0x80);
  return Uint8Array.from([...head, length, ...bytes]);
}
