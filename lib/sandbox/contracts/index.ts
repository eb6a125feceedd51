import type { Abi, Hex } from "viem";
import { assert } from "@/lib/kit";
import disperserJson from "./artifacts/Disperser.json" with { type: "json" };
import ethereumUsdtJson from "./artifacts/EthereumUsdt.json" with { type: "json" };
import fakeUsdtJson from "./artifacts/FakeUsdt.json" with { type: "json" };
import tronUsdtJson from "./artifacts/TronUsdt.json" with { type: "json" };

export interface ContractArtifact {
  readonly abi: Abi;
  /** Creation code with 0x, without constructor arguments. */
  readonly bytecode: Hex;
}

function artifact(json: { abi: unknown; bytecode: string }): ContractArtifact {
  assert(Array.isArray(json.abi) && json.bytecode.startsWith("0x"), "not a contract artifact");
  return { abi: json.abi, bytecode: json.bytecode as Hex };
}

/** USDT as Ethereum has it; constructor(uint256 initialSupply), all of it to the deployer. */
export const ethereumUsdt = artifact(ethereumUsdtJson);
/** USDT as Tron has it: transfer answers false on success; same constructor. */
export const tronUsdt = artifact(tronUsdtJson);
/** Emits Transfer events that mean nothing: spoof(from, to, value). */
export const fakeUsdt = artifact(fakeUsdtJson);
/** Several transfers in one transaction, and transfers that are undone. */
export const disperser = artifact(disperserJson);
