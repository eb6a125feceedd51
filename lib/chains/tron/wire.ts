import { z } from "zod";
import { toHash } from "@/lib/chains/hex";
import type { BlockRef } from "@/lib/chains/port";

/** What a Tron full node says, read strictly. Zero and empty fields are left out by protobuf's JSON. */

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .transform(toHash);
const hexText = z
  .string()
  .regex(/^([0-9a-f]{2})*$/i)
  .transform((text) => text.toLowerCase());
const integer = z.number().int().nonnegative();
const sun = integer.transform((value) => BigInt(value));

const headerShape = z.object({
  blockID: hash,
  block_header: z.object({
    raw_data: z.object({
      number: integer.default(0),
      parentHash: hash,
      timestamp: integer.default(0),
      txTrieRoot: hexText.default(""),
    }),
  }),
});
type HeaderShape = z.infer<typeof headerShape>;
/** A header, null for the `{}` that stands for no such block. */
export const headerSchema = z.union([
  headerShape.transform(toHeader),
  z.strictObject({}).transform(() => null),
]);

export interface Header extends BlockRef {
  /** Whether the block says that it holds no transaction. */
  readonly empty: boolean;
}

function toHeader({ blockID, block_header }: HeaderShape): Header {
  const { number, parentHash, timestamp, txTrieRoot } = block_header.raw_data;
  const time = new Date(timestamp);
  return { height: number, hash: blockID, parentHash, time, empty: /^0*$/.test(txTrieRoot) };
}

export const infoSchema = z.object({
  id: hash,
  blockNumber: integer,
  fee: sun.default(0n),
  result: z.string().optional(),
  receipt: z.object({ result: z.string().optional() }).default({}),
  log: z
    .array(
      z.object({
        address: hexText,
        topics: z.array(hexText).default([]),
        data: hexText.default(""),
      }),
    )
    .default([]),
});
export type Info = z.infer<typeof infoSchema>;
/** `[]` or `{}` for a block without transactions. */
export const infosSchema = z.union([
  z.array(infoSchema),
  z.strictObject({}).transform((): Info[] => []),
]);
export const maybeInfoSchema = z.union([infoSchema, z.strictObject({}).transform(() => null)]);

export const constantCallSchema = z.object({
  result: z.object({ code: z.string().optional(), message: z.string().optional() }),
  energy_used: integer.default(0),
  constant_result: z.array(hexText).default([]),
});

export const accountSchema = z.object({
  address: z.string().optional(),
  balance: sun.default(0n),
  /** Stake that is not lent; of a kind without a name for bandwidth. */
  frozenV2: z.array(z.object({ type: z.string().optional(), amount: sun.default(0n) })).default([]),
});

/** Of an account that is not open everything is 0, the chain's totals too. */
export const resourceSchema = z.object({
  freeNetUsed: integer.default(0),
  freeNetLimit: integer.default(0),
  NetUsed: integer.default(0),
  NetLimit: integer.default(0),
  EnergyUsed: integer.default(0),
  EnergyLimit: integer.default(0),
  /** Energy that all stake of the chain shares, and that stake in TRX. */
  TotalEnergyLimit: integer.default(0),
  TotalEnergyWeight: integer.default(0),
});
export type Resources = z.infer<typeof resourceSchema>;

export const lendableSchema = z.object({ max_size: sun.default(0n) });
export const withdrawableSchema = z.object({ amount: sun.default(0n) });
export const lentSchema = z.object({
  delegatedResource: z.array(z.object({ frozen_balance_for_energy: sun.default(0n) })).default([]),
});

export const parametersSchema = z.object({
  chainParameter: z.array(z.object({ key: z.string(), value: z.number().optional() })),
});

export const broadcastSchema = z.object({
  result: z.boolean().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});
