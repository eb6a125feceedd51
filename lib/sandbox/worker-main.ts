import { requireSetting } from "@/lib/config";
import { runWorkerProcess } from "@/lib/worker";
import { dropFromEthereum, isOnEthereum } from "./ethereum-reorg";
import { gasRound, type PayLoopOptions, payRound, stakeRound } from "./pay-loop";
import { type SceneLoopOptions, sceneRound } from "./scene-loop";
import { openState } from "./state";
import { dropFromTron, isOnTron } from "./tron-reorg";

// The sandbox's worker is the worker and a faucet: the web process asks for test money by a row.
runWorkerProcess(({ config, db, log }) => {
  const state = openState(config.dataDir);
  const options: PayLoopOptions = {
    db,
    log,
    ethereum: {
      rpcUrl: `http://127.0.0.1:${state.ports.ethereum}`,
      mnemonic: state.ethereumMnemonic,
      usdt: requireSetting(state.contracts.erc20, "USDT_ERC20_CONTRACT"),
    },
    tron: {
      apiUrl: `http://127.0.0.1:${state.ports.tron}`,
      privateKey: state.tronFaucetKey,
      usdt: requireSetting(state.contracts.trc20, "USDT_TRC20_CONTRACT"),
    },
  };
  const { rpcUrl } = options.ethereum;
  const { apiUrl } = options.tron;
  const scenes: SceneLoopOptions = {
    db,
    log,
    reorganisers: {
      "USDT-ERC20": {
        holds: (txHash) => isOnEthereum(rpcUrl, txHash),
        drop: (txHash, height) =>
          dropFromEthereum(rpcUrl, {
            txHash,
            height,
            confirmations: config.ethereumConfirmations,
          }),
      },
      "USDT-TRC20": {
        holds: (txHash) => isOnTron(apiUrl, txHash),
        drop: (txHash, height) =>
          dropFromTron(apiUrl, { txHash, height, confirmations: config.tronConfirmations }),
      },
    },
  };
  let nextGas = 0;
  let staked = false;
  return [
    {
      // One loop for both, so that the paying account's nonces never race.
      name: "faucet",
      idleMs: 200,
      round: async () => {
        if (Date.now() >= nextGas) {
          const filled = await gasRound(options);
          staked ||= filled && (await stakeRound(options));
          nextGas = Date.now() + (filled && staked ? 15_000 : 500);
        }
        return payRound(options);
      },
    },
    { name: "scenes", idleMs: 200, round: () => sceneRound(scenes) },
  ];
});
