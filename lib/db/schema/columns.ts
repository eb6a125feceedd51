import { customType, timestamp } from "drizzle-orm/pg-core";
import { type Units, units } from "@/lib/kit";

/** An amount in the smallest unit of its asset: a bigint in the database and a branded bigint here. */
export const moneyUnits = customType<{ data: Units; driverData: string }>({
  dataType: () => "bigint",
  toDriver: (value) => value.toString(),
  fromDriver: (value) => units(BigInt(value)),
});

/** An integer of any size: wei, sun. */
export const bigNumeric = customType<{ data: bigint; driverData: string }>({
  dataType: () => "numeric",
  toDriver: (value) => value.toString(),
  fromDriver: (value) => BigInt(value),
});

/** A time in UTC with milliseconds. */
export const moment = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });

export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) => new Uint8Array(value),
});
