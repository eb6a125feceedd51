import type { AdminCommand } from "./admin-command";
import { table } from "./table";

const contacts: AdminCommand = {
  words: "invoices contacts",
  summary: "Where a payment's payer can be reached, by the word of whoever had its link",
  operands: ["transactionId"],
  options: {},
  async run({ context }, given) {
    const { listContacts } = await import("@/lib/invoices");
    const left = await listContacts(context(), { transactionId: given.operand("transactionId") });
    const rows = left.contacts.map(({ at, email, language, refundAddress }) => [
      at.toISOString(),
      email,
      language,
      refundAddress ?? "",
    ]);
    const text =
      rows.length === 0
        ? `Nobody left an address for ${left.invoiceNo}.`
        : [
            `${left.invoiceNo}, on ${left.network}`,
            table(["left", "email", "language", "wished refund address"], rows),
            "",
            "Nobody has checked these: whoever holds the payment's link can leave them. Ask back before a refund.",
          ].join("\n");
    return { text, data: left };
  },
};

export const INVOICE_COMMANDS: readonly AdminCommand[] = [contacts];
