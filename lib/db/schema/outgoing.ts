import {
  bigint,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type { NetworkId } from "@/lib/kit";
import type { AddressPurpose } from "./chain";
import { bigNumeric, moment, moneyUnits } from "./columns";

export type SweepState = "planned" | "funding" | "sending" | "batched" | "settled";
export type SweepMethod = "classic" | "batch" | "burn" | "energy";
export type SigningState =
  | "pending"
  | "signed"
  | "broadcast"
  | "final"
  | "reverted"
  | "dead"
  | "refused";
export type SigningPurpose =
  | "sweep_gas"
  | "sweep_token"
  | "wallet_gas"
  | "withdrawal"
  | "withdrawal_cancel"
  | "delegate_deployment"
  | "sweep_batch"
  | "energy_loan"
  | "energy_reclaim"
  | "stake_order";
export type SigningKind =
  | "token"
  | "native"
  | "deploy_delegate"
  | "sweep_batch"
  | "stake_energy"
  | "unstake_energy"
  | "withdraw_unstaked"
  | "lend_energy"
  | "reclaim_energy";

export const sweeps = pgTable(
  "sweeps",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    network: text().$type<NetworkId>().notNull(),
    fromAddress: text().notNull(),
    toAddress: text().notNull(),
    amountUnits: moneyUnits().notNull(),
    state: text().$type<SweepState>().notNull(),
    attempt: integer().notNull().default(1),
    blockedReason: text(),
    retryAt: moment(),
    method: text().$type<SweepMethod>(),
    batchId: uuid(),
    plainOnly: boolean().notNull().default(false),
    txHash: text(),
    receivedUnits: moneyUnits(),
    createdAt: moment().notNull(),
    settledAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const signingRequests = pgTable("signing_requests", {
  id: uuid().primaryKey(),
  network: text().$type<NetworkId>().notNull(),
  purpose: text().$type<SigningPurpose>().notNull(),
  causeId: uuid().notNull(),
  attempt: integer().notNull(),
  merchantId: uuid(),
  pathPurpose: text().$type<AddressPurpose>().notNull(),
  pathIndex: integer().notNull(),
  kind: text().$type<SigningKind>().notNull(),
  fromAddress: text().notNull(),
  toAddress: text().notNull(),
  value: bigNumeric().notNull(),
  maxFee: bigNumeric().notNull(),
  payload: text().notNull(),
  nonce: bigint({ mode: "number" }),
  expiresAt: moment(),
  state: text().$type<SigningState>().notNull(),
  refusal: text(),
  raw: text(),
  txHash: text(),
  broadcasts: integer().notNull().default(0),
  lastBroadcastAt: moment(),
  lastError: text(),
  feePaid: bigNumeric(),
  createdAt: moment().notNull(),
  signedAt: moment(),
  endedAt: moment(),
  replaces: uuid(),
  terms: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
  includedHeight: bigint({ mode: "number" }),
  includedStatus: text().$type<"success" | "reverted">(),
  rejectedReason: text(),
});

export const walletNonces = pgTable(
  "wallet_nonces",
  {
    network: text().$type<NetworkId>().notNull(),
    address: text().notNull(),
    nextNonce: bigint({ mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.network, t.address] })],
);

export const networkCosts = pgTable(
  "network_costs",
  {
    network: text().$type<NetworkId>().notNull(),
    txHash: text().notNull(),
    asset: text().notNull(),
    amount: bigNumeric().notNull(),
    purpose: text().notNull(),
    causeId: uuid().notNull(),
    merchantId: uuid(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.network, t.txHash] })],
);

export const sandboxPayments = pgTable(
  "sandbox_payments",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    network: text().$type<NetworkId>().notNull(),
    toAddress: text().notNull(),
    amountUnits: moneyUnits().notNull(),
    state: text().$type<"asked" | "signed" | "sent" | "failed">().notNull(),
    raw: text(),
    txHash: text(),
    error: text(),
    createdAt: moment().notNull(),
    sentAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);

export const sandboxScenes = pgTable(
  "sandbox_scenes",
  {
    merchantId: uuid().notNull(),
    id: uuid().notNull(),
    invoiceId: uuid().notNull(),
    network: text().$type<NetworkId>().notNull(),
    toAddress: text().notNull(),
    amountUnits: moneyUnits().notNull(),
    scene: text().$type<"late" | "expire" | "reorganise">().notNull(),
    step: text().$type<"asked" | "ended" | "gone" | "back" | "done" | "failed">().notNull(),
    error: text(),
    createdAt: moment().notNull(),
    steppedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.id] })],
);
