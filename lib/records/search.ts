import { type SQL, sql } from "drizzle-orm";
import { type Address, formatAddress } from "@/lib/chains/spelling";
import { isUuid } from "@/lib/kit";

/** The conditions that a searched text stands for, by table; each has an index of its own. */
export interface Search {
  readonly invoices: readonly SQL[];
  readonly deposits: readonly SQL[];
  readonly withdrawals: readonly SQL[];
}

const HASH = /^(?:0x)?([0-9a-f]{64})$/;
const INVOICE_NO = /^INV-\d+-0*([1-9]\d{0,17})$/;

/** What a text may be: an id, an address in any case, an invoice's number, a reference id, a hash. */
export function searchTerms(text: string): Search {
  const id = isUuid(text) ? [sql`id = ${text}::uuid`] : [];
  const wallet = [isWallet(text)];
  const [, hash] = HASH.exec(text.toLowerCase()) ?? [];
  const paid = hash === undefined ? [] : [isPaidBy(hash)];
  const ownHash = hash === undefined ? [] : [sql`tx_hash = ${hash}`];
  const [, number] = INVOICE_NO.exec(text.toUpperCase()) ?? [];
  const invoiceNo =
    number === undefined
      ? []
      : [sql`number = ${number}::bigint and invoice_no = ${text.toUpperCase()}`];
  return {
    invoices: [...id, ...wallet, ...paid, ...invoiceNo, sql`reference_id = ${text}`],
    deposits: [...id, ...wallet, ...ownHash],
    withdrawals: [...id, ...wallet, ...ownHash],
  };
}

/** An address is stored as people write it; Ethereum's is the same in any case. */
function isWallet(text: string): SQL {
  return sql`wallet_address = ${/^0x[0-9a-f]{40}$/i.test(text) ? checksummed(text) : text}`;
}

function checksummed(text: string): string {
  return formatAddress("USDT-ERC20", text.slice(2).toLowerCase() as Address);
}

function isPaidBy(hash: string): SQL {
  return sql`id = any(array(
    select owner_id from chain_transfers
    where merchant_id = bound.id and tx_hash = ${hash} and owner_id is not null))`;
}
