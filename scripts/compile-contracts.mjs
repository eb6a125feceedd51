// Compiles lib/sandbox/contracts/*.sol into lib/sandbox/contracts/artifacts/<Contract>.json.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = new URL("../lib/sandbox/contracts/", import.meta.url);

// Petersburg: the sandbox's Tron node runs that rule set, and Ethereum runs its bytecode as well.
const settings = {
  evmVersion: "petersburg",
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: "none", appendCBOR: false },
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
};

/** Every deployable contract of the folder by name: { abi, bytecode }. Throws the compiler's errors. */
export function compileContracts() {
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
  for (const [name, artifact] of Object.entries(compileContracts())) {
    const text = `${JSON.stringify(artifact, null, 1)}\n`;
    writeFileSync(new URL(`artifacts/${name}.json`, folder), text);
    console.log(`${name}: ${(artifact.bytecode.length - 2) / 2} bytes`);
  }
}
