interface NowBlock {
  readonly block_header: { readonly raw_data: { readonly number?: number } };
}

/** Whether a block of the chain holds that transaction (64 hex digits). */
export async function isOnTron(apiUrl: string, txHash: string): Promise<boolean> {
  const found = await post(apiUrl, "wallet/gettransactioninfobyid", { value: txHash });
  return "id" in found;
}

/**
 * Takes a transaction out of the chain, from the block at `height` on; every other transaction stays. False when that
 * would take back a block that counts as final.
 */
export async function dropFromTron(
  apiUrl: string,
  target: { readonly txHash: string; readonly height: number; readonly confirmations: number },
): Promise<boolean> {
  const now = (await post(apiUrl, "wallet/getnowblock", {})) as unknown as NowBlock;
  const depth = (now.block_header.raw_data.number ?? 0) - target.height + 1;
  if (depth >= target.confirmations) return false;
  // No longer than the branch that it replaces: a chain that outgrows its clock would run ahead of it for good.
  await post(apiUrl, "sandbox/reorg", { depth, drop: [target.txHash], grow: 0 });
  return true;
}

async function post(
  apiUrl: string,
  path: string,
  body: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${apiUrl}/${path}`, request);
  const answer = (await response.json()) as Readonly<Record<string, unknown>>;
  if (answer.Error !== undefined) throw new Error(`${path}: ${String(answer.Error)}`);
  return answer;
}
