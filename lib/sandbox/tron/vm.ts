import { Common, Hardfork, Mainnet, type ParamsDict } from "@ethereumjs/common";
import { createEVM, type EVM, type ExecResult, paramsEVM } from "@ethereumjs/evm";
import { Address } from "@ethereumjs/util";
import { type HexAddress, hexAddress } from "./addresses";
import { bytesToHex, concatBytes, hexToBytes } from "./bytes";
import { EvmState } from "./evm-state";
import { findAccount, findVmAccount, newAccount, putAccount, putVmAccount } from "./ledger";
import { readParams } from "./params";
import type { StateView } from "./view";

/** Tron's prices where they differ from Petersburg's (java-tron, EnergyCost): no refunds, flat storage reads. */
const tronPrices: Readonly<Record<string, number>> = {
  sloadGas: 50,
  sstoreSetGas: 20_000,
  sstoreResetGas: 5_000,
  sstoreRefundGas: 0,
  selfdestructRefundGas: 0,
  selfdestructGas: 0,
  callGas: 40,
  callcodeGas: 40,
  delegatecallGas: 40,
  staticcallGas: 40,
  balanceGas: 20,
  extcodesizeGas: 20,
  extcodecopyGas: 20,
  expByteGas: 10,
};
const ENERGY_PER_CODE_BYTE = 200;

export interface VmLog {
  /** Twenty bytes of hex, without 41: as a full node writes it. */
  readonly address: string;
  readonly topics: string[];
  readonly data: string;
}

export type VmFailure = "REVERT" | "OUT_OF_ENERGY" | "ILLEGAL_OPERATION" | "UNKNOWN";

export interface VmResult {
  readonly failure: VmFailure | null;
  readonly energy: number;
  /** The part of it that the contract's own factor adds. */
  readonly penalty: number;
  readonly output: string;
  readonly logs: VmLog[];
}

export interface VmCall {
  readonly height: number;
  readonly time: number;
  readonly from: HexAddress;
  /** The contract called, or the one that `data` creates. */
  readonly to: HexAddress;
  readonly creates: boolean;
  readonly data: Uint8Array;
  readonly value: bigint;
  readonly energyLimit: number;
}

function tronParams(): ParamsDict {
  const params: ParamsDict = structuredClone(paramsEVM);
  for (const group of Object.values(params)) {
    for (const name of Object.keys(group)) {
      const price = tronPrices[name];
      if (price !== undefined) Object.assign(group, { [name]: price });
    }
  }
  return params;
}

function evmAddress(address: HexAddress): Address {
  return new Address(hexToBytes(address.slice(2)));
}

function blockOf({ height, time }: VmCall) {
  return {
    header: {
      number: BigInt(height),
      timestamp: BigInt(Math.floor(time / 1000)),
      coinbase: new Address(new Uint8Array(20)),
      difficulty: 0n,
      prevRandao: new Uint8Array(32),
      gasLimit: 10n ** 12n,
      baseFeePerGas: 0n,
      getBlobGasPrice: () => 0n,
    },
  };
}

function failureOf(error: string | undefined): VmFailure | null {
  if (error === undefined) return null;
  if (error === "revert") return "REVERT";
  if (error.includes("out of gas")) return "OUT_OF_ENERGY";
  return error.startsWith("invalid") ? "ILLEGAL_OPERATION" : "UNKNOWN";
}

/** Runs contract code with Tron's energy prices. Not re-entrant: the caller holds the chain's mutex. */
export class Vm {
  private constructor(
    private readonly evm: EVM,
    private readonly state: EvmState,
  ) {}

  static async create(): Promise<Vm> {
    const state = new EvmState();
    const evm = await createEVM({
      common: new Common({ chain: Mainnet, hardfork: Hardfork.Petersburg }),
      stateManager: state,
      params: tronParams(),
      allowUnlimitedContractSize: true,
      allowUnlimitedInitCodeSize: true,
    });
    return new Vm(evm, state);
  }

  /** Executes on the view; a failed execution leaves no change behind. */
  async run(view: StateView, call: VmCall): Promise<VmResult> {
    const factor = 1 + (readParams(view).energyFactor[call.to] ?? 0);
    const gasLimit = BigInt(Math.floor(call.energyLimit / factor));
    this.state.attach(view);
    await this.evm.journal.cleanup();
    await this.evm.journal.checkpoint();
    const result = await (call.creates
      ? this.create(view, call, gasLimit)
      : this.call(call, gasLimit));
    const failure = failureOf(result.exceptionError?.error);
    if (failure) await this.evm.journal.revert();
    else await this.evm.journal.commit();
    await this.evm.journal.cleanup();
    if (!failure) this.activateReceivers(view, call.time);
    const burnsAll = failure !== null && failure !== "REVERT";
    const base = Number(burnsAll ? gasLimit : result.executionGasUsed);
    const energy = burnsAll ? call.energyLimit : Math.floor(base * factor);
    return {
      failure,
      energy,
      penalty: energy - Math.min(base, energy),
      output: bytesToHex(result.returnValue),
      logs: failure ? [] : (result.logs ?? []).map(readLog),
    };
  }

  private async call(call: VmCall, gasLimit: bigint): Promise<ExecResult> {
    const caller = evmAddress(call.from);
    const { execResult } = await this.evm.runCall({
      to: evmAddress(call.to),
      caller,
      origin: caller,
      data: call.data,
      value: call.value,
      gasLimit,
      block: blockOf(call),
    });
    return execResult;
  }

  private async create(view: StateView, call: VmCall, gasLimit: bigint): Promise<ExecResult> {
    const to = evmAddress(call.to);
    const caller = evmAddress(call.from);
    const id = call.to.slice(2);
    const balance = (findVmAccount(view, id)?.balance ?? 0n) + call.value;
    putVmAccount(view, id, { nonce: 1n, balance, codeHash: "" });
    const result = await this.evm.runCode({
      code: call.data,
      data: new Uint8Array(0),
      to,
      caller,
      origin: caller,
      value: call.value,
      gasLimit,
      block: blockOf(call),
    });
    if (result.exceptionError) return result;
    const deposit = BigInt(result.returnValue.length * ENERGY_PER_CODE_BYTE);
    const executionGasUsed = result.executionGasUsed + deposit;
    if (executionGasUsed > gasLimit) return { ...result, exceptionError: outOfGas };
    await this.state.putCode(to, result.returnValue);
    return { ...result, executionGasUsed };
  }

  /** TRX that a contract sends to an unknown address activates it. */
  private activateReceivers(view: StateView, now: number): void {
    for (const key of view.diff().keys()) {
      if (!key.startsWith("vm:")) continue;
      const id = key.slice(3);
      const address = hexAddress(concatBytes(Uint8Array.of(0x41), hexToBytes(id)));
      const holdsTrx = (findVmAccount(view, id)?.balance ?? 0n) > 0n;
      if (holdsTrx && !findAccount(view, address)) putAccount(view, address, newAccount(now));
    }
  }
}

const outOfGas: NonNullable<ExecResult["exceptionError"]> = {
  error: "out of gas",
  errorType: "EVMError",
};

function readLog([address, topics, data]: [Uint8Array, Uint8Array[], Uint8Array]): VmLog {
  return {
    address: bytesToHex(address),
    topics: topics.map((topic) => bytesToHex(topic)),
    data: bytesToHex(data),
  };
}
