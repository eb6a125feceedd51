import { beforeAll, describe, expect, it } from "vitest";
import { addPoolAddresses } from "@/lib/addresses";
import { jobContext, transact } from "@/lib/command";
import { cancelInvoice, createPaymentLink, getInvoice } from "@/lib/invoices";
import { newId, silentLogger } from "@/lib/kit";
import { addressAt } from "../support/api-world";
import { addPerson, type Person, personContext } from "../support/persons";
import { codes, fulfilled, setUpTill, usdt } from "../support/till-orders";

const at = setUpTill();
let ada: Person;
beforeAll(async () => {
  ada = await addPerson(at.till.worker, at.till.merchants[0], "support");
  const job = jobContext(at.till.worker, "test", silentLogger);
  const rows = [1, 2, 3, 4].map((i) => addressAt("USDT-TRC20", i));
  await transact(job, (tx) => addPoolAddresses(job, tx, rows));
  await at.till.worker.sql`
    insert into merchant_counters (merchant_id) select id from merchants on conflict do nothing`;
});

const RIGHTS = ["invoices:create", "invoices:read", "invoices:cancel"] as const;
const as = (permissions: readonly (typeof RIGHTS)[number][] = RIGHTS, merchant: 0 | 1 = 0) =>
  personContext(at.till.web, at.till.merchants[merchant], ada, { permissions });
const link = {
  network: "USDT-TRC20",
  amount: usdt(25),
  timerMs: 3_600_000,
  callbackUrl: null,
  webhookUrl: null,
  username: null,
  firstName: null,
  lastName: null,
  email: null,
  phoneNumber: null,
  description: "Table 4",
  referenceId: "R-4",
} as const;

describe("a payment link made by a person", () => {
  it("is an invoice like any other, and the log says who made it and who cancelled it", async () => {
    const made = await createPaymentLink(as(), link, newId());
    expect(await getInvoice(as(), made.id)).toEqual(made);
    const cancel = { transactionId: made.id, remarks: "Paid in cash" };
    expect(await cancelInvoice(as(), cancel)).toMatchObject({
      status: "cancelled",
      amount: 25,
      referenceId: "R-4",
    });
    await expect(cancelInvoice(as(), cancel)).rejects.toMatchObject({ code: "invalid_state" });
    const log = await at.till.worker.sql`
      select action, actor from audit_log where subject_id = ${made.id} order by id`;
    expect([...log]).toEqual([
      { action: "invoice.created", actor: `user:${ada.id}` },
      { action: "invoice.cancelled", actor: `user:${ada.id}` },
    ]);
  });

  it("takes the permissions, is of one merchant, and is cancelled once", async () => {
    const denied = { code: "scope_missing" };
    await expect(createPaymentLink(as(["invoices:read"]), link, newId())).rejects.toMatchObject(
      denied,
    );
    const { id: transactionId } = await createPaymentLink(as(), link, newId());
    const cancel = { transactionId, remarks: null };
    await expect(cancelInvoice(as(["invoices:read"]), cancel)).rejects.toMatchObject(denied);
    await expect(cancelInvoice(as(RIGHTS, 1), cancel)).rejects.toMatchObject({ code: "not_found" });
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => cancelInvoice(as(), cancel)),
    );
    expect(fulfilled(results)).toBe(1);
    expect(new Set(codes(results))).toEqual(new Set(["invalid_state"]));
  });

  it("the same key answers the same invoice, also twenty times at once", async () => {
    const key = newId();
    const made = await Promise.all(
      Array.from({ length: 20 }, () => createPaymentLink(as(), link, key)),
    );
    expect(new Set(made.map((one) => one.id)).size).toBe(1);
    expect(await createPaymentLink(as(), link, key)).toEqual(made[0]);
    const other = createPaymentLink(as(), { ...link, amount: usdt(26) }, key);
    await expect(other).rejects.toMatchObject({ code: "idempotency_key_reused" });
    const rows = await at.till.worker.sql`select 1 from idempotency_keys where key = ${key}`;
    expect(rows).toHaveLength(1);
  });
});
