import type { Database } from "@/lib/db";
import { BOOK_RULES } from "./invariants-books";
import { CUSTOMER_RULES } from "./invariants-customers";
import { RECORD_RULES } from "./invariants-records";
import { WITHDRAWAL_RULES } from "./invariants-withdrawals";

/** A rule of the books as a query that answers its breaches; `npm run reconcile` and the tests run them all. */
export interface Invariant {
  readonly id: string;
  readonly rule: string;
  readonly breaches: string;
}

export const LEDGER_INVARIANTS: readonly Invariant[] = [
  ...BOOK_RULES,
  ...RECORD_RULES,
  ...CUSTOMER_RULES,
  ...WITHDRAWAL_RULES,
];

export interface Breach {
  readonly invariant: string;
  readonly rule: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Runs every invariant in one snapshot; answers the breaches, none when the books are true. */
export async function checkInvariants(
  db: Database,
  invariants: readonly Invariant[] = LEDGER_INVARIANTS,
): Promise<readonly Breach[]> {
  return db.sql.begin("isolation level repeatable read read only", async (sql) => {
    const found: Breach[] = [];
    for (const invariant of invariants) {
      const rows = await sql.unsafe(`${invariant.breaches} limit 20`);
      if (rows.length > 0) {
        found.push({ invariant: invariant.id, rule: invariant.rule, rows: [...rows] });
      }
    }
    return found;
  });
}
