export { createSandboxMnemonic, faucetPrivateKey } from "./faucet";
export { type AnvilOptions, findAnvil, type RunningAnvil, startAnvil } from "./start-anvil";
