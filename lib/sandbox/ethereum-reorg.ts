import { type EIP1193RequestFn, type Hex, http } from "viem";

const FRESH_BLOCK_MS = 3_000;
const LOOK_MS = 25;

interface RpcBlock {
  readonly number: Hex;
  readonly transactions: readonly Hex[];
}

/** Whether a block of the chain holds that transaction (64 hex digits). */
export async function isOnEthereum(rpcUrl: string, txHash: string): Promise<boolean> {
  const receipt = await rpcOf(rpcUrl)("eth_getTransactionReceipt", [`0x${txHash}`]);
  return receipt !== null;
}

/**
 * Takes a transaction out of the chain, from the block at `height` on; every other transaction keeps its place. False
 * when that would take back a block that counts as final. Others' money is not touched: only what is in no final block
 * moves to a block of another hash.
 */
export async function dropFromEthereum(
  rpcUrl: string,
  target: { readonly txHash: string; readonly height: number; readonly confirmations: number },
): Promise<boolean> {
  const rpc = rpcOf(rpcUrl);
  const head = await freshHead(rpc);
  const depth = head - target.height + 1;
  if (depth >= target.confirmations) return false;
  const stay: [Hex, number][] = [];
  for (let offset = 0; offset < depth; offset += 1) {
    const number = `0x${(target.height + offset).toString(16)}`;
    const block = (await rpc("eth_getBlockByNumber", [number, false])) as RpcBlock;
    for (const hash of block.transactions) {
      if (hash === `0x${target.txHash}`) continue;
      stay.push([(await rpc("eth_getRawTransactionByHash", [hash])) as Hex, offset]);
    }
  }
  await rpc("anvil_reorg", [depth, stay]);
  return true;
}

/** The newest block's number just after it was made: what is read now is not outdated by the next one. */
async function freshHead(rpc: Rpc): Promise<number> {
  const read = async () => Number(await rpc("eth_blockNumber", []));
  const before = await read();
  for (const end = Date.now() + FRESH_BLOCK_MS; Date.now() < end; ) {
    const now = await read();
    if (now > before) return now;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return before;
}

type Rpc = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** anvil's own methods are in no type of viem's. */
function rpcOf(rpcUrl: string): Rpc {
  const request = http(rpcUrl, { retryCount: 2 })({}).request as EIP1193RequestFn;
  return (method, params) => request({ method, params } as never);
}
