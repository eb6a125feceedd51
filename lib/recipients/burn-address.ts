/** Places from which nothing ever came back, as 40 hex digits: nobody has their keys, on any chain. */
const BURNT: ReadonlySet<string> = new Set([
  "dead000000000000000042069420694206942069",
  "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
  "ffffffffffffffffffffffffffffffffffffffff",
]);
/** Nearly nothing but zeros: the address of nobody, built-in contracts, and …dead. */
const NEARLY_ZERO = /^0{36}[0-9a-f]{4}$/;

/** Whether what is sent to an address (40 hex digits) is lost for good. */
export function isBurnAddress(address: string): boolean {
  return NEARLY_ZERO.test(address) || BURNT.has(address);
}

/** Contracts of tokens on the public chains, as people write them: tokens sent there are lost as well. */
const TOKEN_CONTRACTS: ReadonlySet<string> = new Set([
  "0xdac17f958d2ee523a2206206994597c13d831ec7",
  "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48",
  "0x6b175474e89094c44da98b954eedeac495271d0f",
  "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
  "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8",
]);

/** Whether an address, as people write it, is the contract of a token that everybody knows. */
export function isKnownToken(address: string): boolean {
  return TOKEN_CONTRACTS.has(address.startsWith("0x") ? address.toLowerCase() : address);
}
