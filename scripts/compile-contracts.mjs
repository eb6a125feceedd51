// Compiles *.sol of each folder of contracts into its artifacts/<Contract>.json.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** What the sandbox's chains need, and what the product itself deploys. */
const SANDBOX = new URL("../lib/sandbox/contracts/", import.meta.url);
const ETHEREUM = new URL("../lib/chains/ethereum/contracts/", import.meta.url);

// Petersburg: the sandbox's Tron node runs that rule set, and Ethereum runs its bytecode as well.
const settings = {
  evmVersion: "petersburg",
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: "none", appendCBOR: false },
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
};

/** Every deployable contract of the sandbox by name: { abi, bytecode }. Throws the compiler's errors. */
export function compileContracts() {
  return compile(SANDBOX);
}

/** The same for the contracts that the product itself deploys on Ethereum. */
export function compileEthereumContracts() {
  return compile(ETHEREUM);
}

function compile(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".sol"));
  const sources = Object.fromEntries(
    names.map((name) => [name, { content: readFileSync(new URL(name, folder), "utf8") }]),
  );
  const solc = createRequire(import.meta.url)("solc");
  const output = JSON.parse(
    solc.compile(JSON.stringify({ language: "Solidity", sources, settings })),
  );
  const errors = (output.errors ?? []).filter((error) => error.severity === "error");
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
  const artifacts = {};
  for (const contracts of Object.values(output.contracts)) {
    for (const [name, contract] of Object.entries(contracts)) {
      const { object } = contract.evm.bytecode;
      if (object) artifacts[name] = { abi: contract.abi, bytecode: `0x${object}` };
    }
  }
  return artifacts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const folder of [SANDBOX, ETHEREUM]) {
    mkdirSync(new URL("artifacts/", folder), { recursive: true });
    for (const [name, artifact] of Object.entries(compile(folder))) {
      const text = `${JSON.stringify(artifact, null, 1)}\n`;
      writeFileSync(new URL(`artifacts/${name}.json`, folder), text);
      console.log(`${name}: ${(artifact.bytecode.length - 2) / 2} bytes`);
    }
  }
}
