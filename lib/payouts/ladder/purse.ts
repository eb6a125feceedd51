import { sql } from "drizzle-orm";
import type { ChainAdapter } from "@/lib/chains";
import type { Context } from "@/lib/command";
import type { PayingWallet } from "./wallet";

/**
 * The native coin that a wallet has left for further transactions, in wei or sun: what lies on it less the most that
 * its unmined transactions may take, of several at one nonce the dearest. Negative when they outgrew it.
 */
export async function readSpareGas(
  ctx: Context,
  adapter: ChainAdapter,
  wallet: PayingWallet,
): Promise<bigint> {
  // The promises first: of a transaction that is mined between the two reads both are counted, never neither.
  const rows = await ctx.db.orm.execute<{ promised: string }>(sql`
    select coalesce(sum(fee), 0)::text as promised from (
      select max(max_fee) as fee from signing_requests r
      where r.network = ${wallet.network} and r.from_address = ${wallet.address}
        and r.state in ('pending', 'signed', 'broadcast') and r.included_height is null
      group by coalesce(r.nonce::text, r.id::text)) x`);
  const balance = await adapter.nativeBalance(wallet.address);
  return balance - BigInt(rows[0]?.promised ?? "0");
}
