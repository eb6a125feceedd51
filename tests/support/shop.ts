import { asc, eq, inArray } from "drizzle-orm";
import { expect } from "vitest";
import type { CheckoutView, TransactionRecord } from "@/lib/api";
import type { Address, Hash } from "@/lib/chains";
import type { Context, Permission } from "@/lib/command";
import { type Database, signingRequests, sweeps, webhookEvents } from "@/lib/db";
import { cancelInvoice, createInvoice, getCheckout, type InvoiceView } from "@/lib/invoices";
import { parseAmount, present, silentLogger, type Units } from "@/lib/kit";
import { type AccountKind, account, getBalance } from "@/lib/ledger";
import { getSettings, updateSettings } from "@/lib/merchants";
import { getTransaction } from "@/lib/records";
import { type Account, callData } from "./chains/lab";
import type { NetworkSide } from "./gateway";

export const ALL: readonly Permission[] = [
  "invoices:create",
  "invoices:read",
  "invoices:cancel",
  "customers:read",
  "customers:write",
  "figures:write",
  "settings:read",
  "settings:write",
];
export const MINUTE_MS = 60_000;
type Settings = Awaited<ReturnType<typeof getSettings>>;
type SweepRow = typeof sweeps.$inferSelect;
type RequestRow = typeof signingRequests.$inferSelect;

export interface Invoice extends InvoiceView {
  readonly address: Address;
}

/** An outbox row as the receiver will read it. */
export interface Told {
  readonly status: string;
  readonly url: string | null;
  readonly keys: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Order {
  readonly timerMs?: number;
  readonly webhookUrl?: string;
  readonly callbackUrl?: string;
  readonly settings?: Partial<Settings>;
}

/** What the merchant's balance and the operator's fees of one network rose by. */
export interface Gain {
  readonly available: Units;
  readonly fees: Units;
}

/** One merchant of the gateway on one network, and its customers. */
export interface Shop {
  readonly merchantId: string;
  readonly clientId: string;
  context(permissions?: readonly Permission[]): Context;
  invoice(amount: string, order?: Order): Promise<Invoice>;
  /** Puts a payment into the pool; the lab's boss pays unless told otherwise. */
  pay(to: Address, amount: string, from?: Account): Promise<Hash>;
  /** Somebody with tokens and native coin. */
  customer(amount: string): Promise<Account>;
  cancel(id: string, remarks?: string): Promise<TransactionRecord>;
  record(id: string): Promise<TransactionRecord>;
  status(id: string): Promise<string>;
  events(id: string): Promise<readonly Told[]>;
  page(invoice: Invoice): Promise<CheckoutView>;
  sweeps(invoice: Invoice): Promise<readonly SweepRow[]>;
  /** What the signer was asked for on behalf of the invoice's sweeps, in order. */
  requests(invoice: Invoice): Promise<readonly RequestRow[]>;
  balance(kind: AccountKind, ref?: string): Promise<Units>;
  /** Runs `work` and answers what the merchant's accounts gained by it. */
  gain(work: () => Promise<void>): Promise<Gain>;
  /** Rounds until the invoice has that status. */
  untilStatus(invoice: Invoice, status: string, bound?: number): Promise<TransactionRecord>;
}

export function usdt(text: string): Units {
  return present(parseAmount(text), `the amount ${text}`);
}

export function openShop(side: NetworkSide, merchant = 0): Shop {
  const { gateway, network, lab } = side;
  const { web, worker } = gateway;
  const { merchantId, clientId } = present(gateway.merchants[merchant], "the merchant");
  const context = (permissions: readonly Permission[] = ALL): Context => ({
    db: web,
    merchantId,
    actor: { kind: "api_key", id: "test" },
    permissions: new Set(permissions),
    requestId: "req_test",
    log: silentLogger,
    now: side.now,
  });
  const shop: Shop = {
    merchantId,
    clientId,
    context,
    async invoice(amount, order = {}) {
      const before = await getSettings(context());
      if (order.settings) await updateSettings(context(), order.settings);
      const view = await createInvoice(context(), {
        network,
        amount: usdt(amount),
        timerMs: order.timerMs ?? 60 * MINUTE_MS,
        callbackUrl: order.callbackUrl ?? null,
        webhookUrl: order.webhookUrl ?? null,
        username: null,
        firstName: null,
        lastName: null,
        email: null,
        phoneNumber: null,
        description: null,
        referenceId: null,
      });
      // What counts was frozen with the invoice: the next one begins with the merchant's own settings.
      if (order.settings) await updateSettings(context(), before);
      return { ...view, address: lab.adapter.parseAddress(view.walletAddress) };
    },
    pay: (to, amount, from = lab.boss) =>
      lab.call(from, lab.token, callData.transfer(to, usdt(amount))),
    async customer(amount) {
      const account = lab.newAccount();
      await lab.fund(account.address, network === "USDT-ERC20" ? 10n ** 18n : 1_000_000_000n);
      await shop.pay(account.address, amount);
      await side.mine();
      return account;
    },
    cancel: (id, remarks) =>
      cancelInvoice(context(), { transactionId: id, remarks: remarks ?? null }),
    record: (id) => getTransaction(context(), { transactionId: id }),
    status: async (id) => (await shop.record(id)).status,
    async events(id) {
      const rows = await worker.orm
        .select()
        .from(webhookEvents)
        .where(eq(webhookEvents.subjectId, id))
        .orderBy(asc(webhookEvents.createdAt), asc(webhookEvents.id));
      return rows.map((row) => {
        const body = JSON.parse(row.body) as { data: Record<string, unknown> };
        return { status: row.status, url: row.url, keys: Object.keys(body.data), data: body.data };
      });
    },
    async page(invoice) {
      const needed = lab.adapter.requiredConfirmations;
      const settings = { confirmations: { "USDT-ERC20": needed, "USDT-TRC20": needed } };
      const marked = await markOf(web, invoice.code);
      const now = side.now();
      const view = present(await getCheckout(web, invoice.code, now, settings), "the page");
      const again = await markOf(web, invoice.code);
      if (marked.mark === again.mark) expectTheMarksView(marked, now, view);
      return view;
    },
    sweeps: (invoice) =>
      worker.orm
        .select()
        .from(sweeps)
        .where(eq(sweeps.fromAddress, invoice.address))
        .orderBy(asc(sweeps.createdAt), asc(sweeps.id)),
    async requests(invoice) {
      const ids = (await shop.sweeps(invoice)).map((sweep) => sweep.id);
      return worker.orm
        .select()
        .from(signingRequests)
        .where(inArray(signingRequests.causeId, ids))
        .orderBy(asc(signingRequests.createdAt), asc(signingRequests.id));
    },
    balance: (kind, ref = "") => getBalance(worker.orm, merchantId, account(network, kind, ref)),
    async gain(work) {
      const read = async () =>
        [await shop.balance("available"), await shop.balance("fees")] as const;
      const [available, fees] = await read();
      await work();
      const [availableThen, feesThen] = await read();
      return {
        available: (availableThen - available) as Units,
        fees: (feesThen - fees) as Units,
      };
    },
    async untilStatus(invoice, status, bound) {
      await side.until(async () => (await shop.status(invoice.id)) === status, bound);
      return shop.record(invoice.id);
    },
  };
  return shop;
}

interface Marked {
  readonly code: string;
  readonly mark: string;
  readonly expires_at_ms: number;
}

async function markOf(web: Database, code: string): Promise<Marked> {
  const [row] = await web.sql<Marked[]>`select * from checkout_marks(${[code]}::text[])`;
  return present(row, "the mark");
}

const viewsByMark = new Map<string, string>();

/** Polls are answered by marks (see CheckoutWatch): whatever a test does, one mark must never stand for two views. */
function expectTheMarksView(
  { code, mark, expires_at_ms }: Marked,
  now: Date,
  view: CheckoutView,
): void {
  const key = [code, mark, now.getTime() > expires_at_ms].join(" ");
  const { now: _now, ...shown } = view;
  const known = viewsByMark.get(key);
  if (known !== undefined) expect(JSON.parse(known)).toEqual(shown);
  viewsByMark.set(key, JSON.stringify(shown));
}

/** The fields of a webhook's data, in the contract's order. */
export const WEBHOOK_FIELDS = [
  ..."type transactionId clientId amount fee netAmount actualBalance currencyType status".split(
    " ",
  ),
  ..."createdAt confirmedAt blockchainTxHash walletAddress network id".split(" "),
  ..."userId invoiceNo referenceId reason late platformFee feePayer".split(" "),
];

/** That exactly these events of a record stand in the outbox, each with the contract's body. */
export async function expectTold(
  shop: Shop,
  id: string,
  statuses: readonly string[],
): Promise<void> {
  const told = await shop.events(id);
  expect(told.map((event) => event.status)).toEqual(statuses);
  for (const { status, keys, data } of told) {
    expect(keys).toEqual(WEBHOOK_FIELDS);
    expect(data).toMatchObject({ type: "deposit", id, transactionId: id, status });
    expect(data.clientId).toBe(shop.clientId);
  }
}
