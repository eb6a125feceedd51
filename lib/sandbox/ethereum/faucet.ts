import { english, generateMnemonic, mnemonicToAccount } from "viem/accounts";

/** Twelve new words for a sandbox chain: the well-known words of test chains would be anyone's faucet. */
export function createSandboxMnemonic(): string {
  return generateMnemonic(english);
}

/** The private key (0x, 32 bytes) of the chain's first account, which anvil endows. */
export function faucetPrivateKey(mnemonic: string): `0x${string}` {
  const key = mnemonicToAccount(mnemonic, { addressIndex: 0 }).getHdKey().privateKey;
  if (key === null) throw new Error("the first account has no private key");
  return `0x${Buffer.from(key).toString("hex")}`;
}
