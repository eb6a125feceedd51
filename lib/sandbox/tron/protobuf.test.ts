import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "./bytes";
import { CONTRACTS, RawMessage } from "./messages";
import { bytes, decode, encode, int64, manyBytes, message, nested, string } from "./protobuf";

const inner = message("Inner", { number: int64(1) });
const sample = message("Sample", {
  number: int64(1),
  name: string(2),
  data: bytes(3),
  parts: manyBytes(4),
  inner: nested(5, inner),
});

describe("the protobuf codec", () => {
  it("writes the bytes of the specification's examples", () => {
    expect(bytesToHex(encode(inner, { number: 150n }))).toBe("089601");
    expect(bytesToHex(encode(sample, { name: "testing" }))).toBe("120774657374696e67");
    expect(bytesToHex(encode(sample, { inner: { number: 150n } }))).toBe("2a03089601");
  });

  it("leaves defaults out, and writes a negative number in ten bytes", () => {
    expect(encode(sample, { number: 0n, name: "", data: new Uint8Array(0) })).toHaveLength(0);
    expect(bytesToHex(encode(inner, { number: -1n }))).toBe("08ffffffffffffffffff01");
    expect(decode(inner, hexToBytes("08ffffffffffffffffff01"))).toEqual({ number: -1n });
  });

  it("passes over fields that it does not know", () => {
    expect(decode(inner, hexToBytes("08960112026162"))).toEqual({ number: 150n });
  });

  it.each(["08", "0896", "0a05ab", "0d00000000", "ff"])("refuses %s", (text) => {
    expect(() => decode(sample, hexToBytes(text))).toThrow(RangeError);
  });

  it("reads back what it wrote", () => {
    const values = fc.record({
      number: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
      name: fc.string({ minLength: 1 }),
      data: fc.uint8Array({ minLength: 1 }),
      parts: fc.array(fc.uint8Array(), { minLength: 1 }),
      inner: fc.record({ number: fc.bigInt({ min: -(2n ** 63n), max: -1n }) }),
    });
    fc.assert(
      fc.property(values, (value) => {
        const written = encode(sample, value);
        expect(encode(sample, decode(sample, written))).toEqual(written);
        expect(decode(sample, written).number).toBe(value.number);
      }),
    );
  });

  it("gives the contract types the numbers of the protocol", () => {
    const numbers = Object.entries(CONTRACTS).map(([name, { id }]) => [name, id]);
    expect(Object.fromEntries(numbers)).toMatchObject({
      TransferContract: 1,
      CreateSmartContract: 30,
      TriggerSmartContract: 31,
      DelegateResourceContract: 57,
    });
    expect(RawMessage.fields.fee_limit.no).toBe(18);
  });
});
