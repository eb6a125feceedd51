import postgres from "postgres";
import { createPublicClient, type Hex, http, parseAbi, parseAbiItem } from "viem";
import type { RunningSandbox } from "../support/whole-sandbox";

const TRANSFER = parseAbiItem(
  "event Transfer(address indexed from, address indexed to, uint256 value)",
);
const ERC20 = parseAbi(["function balanceOf(address) view returns (uint256)"]);

/**
 * Whether the local Ethereum chain contradicts itself: an address of ours holds tokens that no Transfer in any block
 * brought. anvil writes its accounts a moment after its blocks; killed just then, it comes back with the effect of a
 * block and without the block. No gateway could see such money, and no real chain has it. Answers the address.
 */
export async function findTear({ facts, ownerUrl }: RunningSandbox): Promise<string | null> {
  const client = createPublicClient({ transport: http(facts.ethereum.rpcUrl) });
  const token = facts.ethereum.usdt as Hex;
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const rows = await sql<{ display: Hex }[]>`
      select display from addresses where network = 'USDT-ERC20' and merchant_id is not null`;
    const logs = await client.getLogs({ address: token, event: TRANSFER, fromBlock: 0n });
    for (const { display } of rows) {
      const is = (party: string | undefined) => party?.toLowerCase() === display.toLowerCase();
      const told = logs.reduce((sum, { args }) => {
        const value = args.value ?? 0n;
        return sum + (is(args.to) ? value : 0n) - (is(args.from) ? value : 0n);
      }, 0n);
      const held = await client.readContract({
        address: token,
        abi: ERC20,
        functionName: "balanceOf",
        args: [display],
      });
      if (held !== told) return display;
    }
    return null;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
