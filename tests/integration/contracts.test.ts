import { beforeAll, describe, expect, it } from "vitest";
import sweepDelegate from "@/lib/chains/ethereum/contracts/artifacts/SweepDelegate.json" with {
  type: "json",
};
import { disperser, ethereumUsdt, fakeUsdt, tronUsdt } from "@/lib/sandbox/contracts";

type Artifacts = Record<string, { abi: unknown; bytecode: string }>;

const committed = {
  EthereumUsdt: ethereumUsdt,
  TronUsdt: tronUsdt,
  FakeUsdt: fakeUsdt,
  Disperser: disperser,
};

let compiled: Artifacts;
let ethereum: Artifacts;

beforeAll(async () => {
  const script = new URL("../../scripts/compile-contracts.mjs", import.meta.url).href;
  const module: Record<"compileContracts" | "compileEthereumContracts", () => Artifacts> =
    await import(script);
  compiled = module.compileContracts();
  ethereum = module.compileEthereumContracts();
});

it("the product's own contract is what its source compiles to", () => {
  expect(Object.keys(ethereum)).toEqual(["SweepDelegate"]);
  expect(sweepDelegate.bytecode).toBe(ethereum.SweepDelegate?.bytecode);
  expect(sweepDelegate.abi).toEqual(ethereum.SweepDelegate?.abi);
});

describe("the sandbox contracts", () => {
  it("are all committed", () => {
    expect(Object.keys(compiled).sort()).toEqual(Object.keys(committed).sort());
  });

  it.each(Object.entries(committed))("%s is what its source compiles to", (name, artifact) => {
    expect(artifact.bytecode).toBe(compiled[name]?.bytecode);
    expect(artifact.abi).toEqual(compiled[name]?.abi);
  });

  it("promise what Tether's promise: nothing on Ethereum, a bool on Tron", () => {
    const outputs = (artifact: (typeof committed)["TronUsdt"]) =>
      artifact.abi.flatMap((entry) =>
        entry.type === "function" && entry.name === "transfer"
          ? entry.outputs.map(({ type }) => type)
          : [],
      );
    expect(outputs(ethereumUsdt)).toEqual([]);
    expect(outputs(tronUsdt)).toEqual(["bool"]);
  });
});
