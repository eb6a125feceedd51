import postgres from "postgres";

const sql = postgres(process.env.BARE_OWNER_URL, { max: 10 });
const merchant = process.env.BARE_MERCHANT;

/** A record by its primary key, and nothing else of ours. */
export async function GET(request) {
  const id = new URL(request.url).searchParams.get("transactionId");
  const [row] = await sql`
    select id, status, amount_units, received_units, fee_units, fee_payer, network, wallet_address, invoice_no,
      reference_id, description, reason, remarks, late, created_at, detected_at, confirmed_at, expires_at, cancelled_at
    from invoices where merchant_id = ${merchant} and id = ${id}`;
  return Response.json({ success: true, message: "Transaction retrieved", data: row });
}
