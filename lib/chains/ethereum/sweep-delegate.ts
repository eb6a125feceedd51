import {
  type Abi,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  getCreate2Address,
  type Hex,
} from "viem";
import { toAddress } from "@/lib/chains/hex";
import type { Address, BatchMember } from "@/lib/chains/port";
import { assert } from "@/lib/kit";
import artifact from "./contracts/artifacts/SweepDelegate.json" with { type: "json" };

/** The addresses that are part of a contract's code. */
export interface DelegateBinding {
  /** The one account that may start a batch: the gas wallet. */
  readonly operator: Address;
  /** Where the tokens go: the merchant's wallet. */
  readonly treasury: Address;
  readonly token: Address;
}

/**
 * The deterministic deployment proxy (github.com/Arachnid/deterministic-deployment-proxy), which stands on the public
 * chain and on every local one: data is a salt and creation code, and the address follows from both.
 */
export const CREATE2_FACTORY = toAddress("4e59b44847b379578588920ca78fbf26c0b4956c");
const SALT = "00".repeat(32);
/** What EIP-7702 puts in the place of an account's code. */
const DELEGATION_PREFIX = "ef0100";

const abi = artifact.abi as Abi;
const bytecode = artifact.bytecode as Hex;

function creationCode({ operator, treasury, token }: DelegateBinding): Hex {
  const args = [`0x${operator}`, `0x${treasury}`, `0x${token}`];
  return encodeDeployData({ abi, bytecode, args });
}

/**
 * Where the contract of that binding stands or will stand. The address commits to the code and to all three
 * addresses in it: no other code can ever be found there.
 */
export function delegateAddress(binding: DelegateBinding): Address {
  const address = getCreate2Address({
    from: `0x${CREATE2_FACTORY}`,
    salt: `0x${SALT}`,
    bytecode: creationCode(binding),
  });
  return toAddress(address.slice(2).toLowerCase());
}

/** Call data for the factory, without 0x. */
export function encodeDeployCall(binding: DelegateBinding): string {
  return `${SALT}${creationCode(binding).slice(2)}`;
}

/** Reads call data for the factory; null for anything but the creation of our contract. */
export function decodeDeployCall(data: string): DelegateBinding | null {
  const words = data.slice(-192);
  const [operator, treasury, token] = [0, 64, 128].map((at) => words.slice(at + 24, at + 64));
  if (!operator || !treasury || !token || !/^[0-9a-f]{192}$/.test(words)) return null;
  const binding = {
    operator: toAddress(operator),
    treasury: toAddress(treasury),
    token: toAddress(token),
  };
  return encodeDeployCall(binding) === data ? binding : null;
}

/** Call data of sweepAll, without 0x. */
export function encodeSweepAll(members: readonly BatchMember[]): string {
  const args = [members.map(({ address }) => `0x${address}`), members.map(({ value }) => value)];
  return encodeFunctionData({ abi, functionName: "sweepAll", args }).slice(2);
}

/** What sweepAll answered: for each member whether it was swept. Throws when it is not such an answer. */
export function decodeSwept(answer: string): readonly boolean[] {
  const result = decodeFunctionResult({ abi, functionName: "sweepAll", data: `0x${answer}` });
  assert(Array.isArray(result), "sweepAll answers a list");
  return result.map((entry) => entry === true);
}

/** The code of an account that delegates to that contract, without 0x. */
export function delegationCode(delegate: Address): string {
  return `${DELEGATION_PREFIX}${delegate}`;
}
