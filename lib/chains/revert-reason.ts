const ERROR_STRING = "08c379a0";
const PANIC = "4e487b71";

/** The text of Error(string) or the number of Panic(uint256) in the data of a revert (hex, no prefix); null when it holds neither. */
export function readRevertReason(data: string): string | null {
  const body = data.slice(8);
  if (data.startsWith(PANIC) && body.length >= 64) return `panic ${BigInt(`0x${body}`)}`;
  if (!data.startsWith(ERROR_STRING) || body.length < 128) return null;
  const bytes = Buffer.from(body, "hex");
  const length = Number(BigInt(`0x${body.slice(64, 128)}`));
  if (length === 0 || length > bytes.length - 64 || length > 1024) return null;
  return bytes.subarray(64, 64 + length).toString("utf8");
}
