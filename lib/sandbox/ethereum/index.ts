export { createSandboxMnemonic, faucetPrivateKey } from "./faucet";
export { type EthereumServiceOptions, ethereumService } from "./service";
export { type AnvilOptions, findAnvil, type RunningAnvil, startAnvil } from "./start-anvil";
export { type StateLimit, sandboxStateLimit } from "./state-size";
