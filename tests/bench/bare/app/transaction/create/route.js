import { randomBytes, randomUUID } from "node:crypto";
import postgres from "postgres";

const sql = postgres(process.env.BARE_DATABASE_URL, { max: 10 });
const merchant = process.env.BARE_MERCHANT;
const origin = process.env.BARE_ORIGIN;

/** What createInvoice sends to the database, statement by statement, and nothing else of ours. */
export async function POST(request) {
  const input = await request.json();
  const id = randomUUID();
  const code = randomBytes(11).toString("hex");
  const now = new Date();
  const at = now.toISOString();
  const expiresAt = new Date(now.getTime() + input.timer * 60_000).toISOString();
  const units = Math.round(input.amount * 1e6);
  const made = await sql.begin(async (tx) => {
    await tx`select set_config('app.merchant', ${merchant}, true)`;
    const [wallet] = await tx`select address, display from take_deposit_address(
      ${input.currencyType}, ${merchant}, 'invoice', ${id}, ${at})`;
    await tx`insert into audit_log
      (merchant_id, id, actor, action, subject_kind, subject_id, request_id, data, created_at)
      values (${merchant}, ${randomUUID()}, 'bare', 'invoice.created', 'invoice', ${id}, ${randomUUID()},
        ${{ network: input.currencyType, amount: String(input.amount) }}, ${at})`;
    const [invoice] = await tx`
      with counter as (
        update merchant_counters set last_invoice_number = last_invoice_number + 1
        where merchant_id = ${merchant} returning last_invoice_number as number
      )
      insert into invoices (
        merchant_id, id, number, invoice_no, code, network, address, wallet_address, amount_units,
        tolerance_units, fee_payer, fee_tiers, credit_at, callback_url, webhook_url, username, first_name,
        last_name, email, phone_number, description, reference_id, created_at, expires_at)
      select m.id, ${id}, c.number,
        'INV-' || m.number || '-' || lpad(c.number::text, greatest(4, length(c.number::text)), '0'),
        ${code}, ${input.currencyType}, ${wallet.address}, ${wallet.display}, ${units}::bigint,
        div(${units}::numeric * m.underpayment_tolerance_ppm, 1000000)::bigint,
        m.deposit_fee_payer, m.fee_tiers, m.credit_at, ${input.callbackUrl}, ${input.webhookUrl},
        ${input.username}, ${input.firstName}, ${input.lastName}, ${input.email}, ${input.phoneNumber},
        ${input.description}, ${input.referenceId}, ${at}::timestamptz, ${expiresAt}::timestamptz
      from merchants m, counter c where m.id = ${merchant}
      returning invoice_no`;
    return { walletAddress: wallet.display, invoiceNo: invoice.invoice_no };
  });
  return Response.json({
    success: true,
    message: "Payment link generated",
    url: `${origin}/s/${code}`,
    paymentUrl: `${origin}/s/${code}`,
    transactionId: id,
    invoiceNo: made.invoiceNo,
    walletAddress: made.walletAddress,
    amount: input.amount,
    currencyType: input.currencyType,
    expiresAt,
  });
}
