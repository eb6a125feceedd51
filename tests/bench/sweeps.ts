import type { Address, Intent, SignedTx } from "@/lib/chains";
import { present } from "@/lib/kit";
import { type EthereumLab, startEthereumLab } from "../support/chains/ethereum-lab";
import { type Account, callData, prepare, signDigest } from "../support/chains/lab";
import { startTronLab, type TronLab } from "../support/chains/tron-lab";
import type { Figure } from "./figures";

const USDT = 1_000_000n;
const TRX = 1_000_000n;
const SIZES = [1, 5, 20];

/**
 * What a sweep costs on local chains: gas of the classic way and of batches of 1, 5 and 20 (first, and once the addresses
 * have authorized the contract), and TRX on Tron, burning and on lent energy. Facts, not floors: the batch of 20 must be cheaper, no more.
 */
export async function bench(): Promise<readonly Figure[]> {
  const lab = await startEthereumLab();
  const tron = await startTronLab();
  try {
    const ratio = await ethereumGas(lab);
    await tronCosts(tron);
    return [
      {
        id: "S1",
        what: "gas per sweep in a first batch of 20, as a part of the classic way's",
        values: [ratio],
        better: "less",
        floor: 0.7,
        target: 0.6,
      },
    ];
  } finally {
    await Promise.all([lab.stop(), tron.stop()]);
  }
}

async function ethereumGas(lab: EthereumLab): Promise<number> {
  const operator = lab.newAccount();
  const treasury = lab.newAccount().address;
  await lab.fund(operator.address, 10n ** 18n);
  await pay(lab, treasury);
  const deploy: Intent = {
    kind: "deploy_delegate",
    from: operator.address,
    to: treasury,
    value: 0n,
  };
  console.log(
    `contract        ${await gasOf(lab, await prepare(lab, operator, deploy))} gas, once`,
  );
  const classic = await classicGas(lab, operator, treasury);
  console.log(`classic         ${classic} gas per sweep (gas brought and transfer)`);
  let first20 = 0n;
  for (const size of SIZES) {
    const accounts = Array.from({ length: size }, () => lab.newAccount());
    const [first, again] = [
      await batchGas(lab, operator, treasury, accounts),
      await batchGas(lab, operator, treasury, accounts),
    ];
    console.log(`batch of ${String(size).padEnd(6)} ${first} gas per sweep first, ${again} again`);
    first20 = first;
  }
  return Number(first20) / Number(classic);
}

const pay = (lab: EthereumLab | TronLab, to: Address) =>
  lab.call(lab.boss, lab.token, callData.transfer(to, 10n * USDT));

async function gasOf(lab: EthereumLab, tx: SignedTx): Promise<bigint> {
  await lab.adapter.broadcast(tx);
  await lab.mine();
  const receipt = await lab.rpc("eth_getTransactionReceipt", [`0x${tx.txHash}`]);
  return BigInt((receipt as { gasUsed: string }).gasUsed);
}

async function classicGas(lab: EthereumLab, operator: Account, to: Address): Promise<bigint> {
  const account = lab.newAccount();
  await pay(lab, account.address);
  await lab.mine();
  const transfer: Intent = { kind: "token", from: account.address, to, value: 10n * USDT };
  const { native } = await lab.adapter.quote(transfer);
  const fund: Intent = {
    kind: "native",
    from: operator.address,
    to: account.address,
    value: 2n * native,
  };
  const brought = await gasOf(lab, await prepare(lab, operator, fund));
  return brought + (await gasOf(lab, await prepare(lab, account, transfer)));
}

async function batchGas(
  lab: EthereumLab,
  operator: Account,
  treasury: Address,
  accounts: readonly Account[],
): Promise<bigint> {
  for (const { address } of accounts) await pay(lab, address);
  await lab.mine();
  const addresses = accounts.map(({ address }) => address);
  const found = await lab.adapter.findBatchSite(operator.address, treasury, addresses);
  const site = present(found, "the site");
  const members = addresses.map((address, index) => ({
    address,
    value: 10n * USDT,
    authorizes: site.authorizes[index] ?? null,
  }));
  const value = 10n * USDT * BigInt(members.length);
  const intent: Intent = {
    kind: "sweep_batch",
    from: operator.address,
    to: site.delegate,
    value,
    members,
  };
  const quote = await lab.adapter.quote(intent);
  const nonce = await lab.adapter.nextNonce(operator.address);
  const unsigned = await lab.adapter.build(intent, quote, nonce);
  const signatures = lab.codec
    .decode(unsigned.payload)
    .authorizations.map(({ authority, hash }) => {
      const account = present(
        accounts.find(({ address }) => address === authority),
        "the account",
      );
      return signDigest(hash, account.key);
    });
  const authorized = lab.codec.authorize(unsigned, signatures);
  const { signingHash } = lab.codec.decode(authorized.payload);
  const tx = lab.codec.attach(authorized, signDigest(signingHash, operator.key));
  return (await gasOf(lab, tx)) / BigInt(accounts.length);
}

/** What a sweep of an address took, in sun. `left` stays lying on the address. */
interface TronCosts {
  readonly opening: bigint;
  readonly transfer: bigint;
  readonly left: bigint;
}

/** Addresses that were never used, and a wallet that holds USDT. */
async function tronCosts(lab: TronLab): Promise<void> {
  const treasury = lab.newAccount().address;
  const operator = lab.newAccount();
  await pay(lab, treasury);
  await lab.fund(operator.address, 300_000n * TRX);
  const { opening, transfer, left } = await burning(lab, operator, treasury);
  console.log(
    `Tron, burning   ${transfer} sun for the transfer, ${opening} to bring it, ${left} left over`,
  );
  const own = { from: operator.address, to: operator.address, value: 200_000n * TRX };
  await feeOf(lab, operator, { kind: "stake_energy", ...own });
  // The gas wallet's bytes of the day are used up by now: these are the full prices.
  for (const time of ["first", "again"]) {
    const lent = await lending(lab, operator, treasury);
    console.log(
      `Tron, energy    ${lent.transfer} sun for the transfer, ${lent.opening} to open the address, ` +
        `${lent.loan} to lend ${lent.stake / TRX} TRX of stake, ${lent.reclaim} to take it back, ` +
        `${lent.left} left over (${time})`,
    );
  }
}

async function depositAddress(lab: TronLab, to: Address) {
  const account = lab.newAccount();
  await pay(lab, account.address);
  await lab.mine();
  const transfer: Intent = { kind: "token", from: account.address, to, value: 10n * USDT };
  return { account, transfer };
}

async function burning(lab: TronLab, operator: Account, treasury: Address): Promise<TronCosts> {
  const { account, transfer } = await depositAddress(lab, treasury);
  const { native } = await lab.adapter.quote(transfer);
  const gas = { from: operator.address, to: account.address, value: native };
  const opening = await feeOf(lab, operator, { kind: "native", ...gas });
  const burnt = await feeOf(lab, account, transfer);
  return { opening, transfer: burnt, left: await lab.adapter.nativeBalance(account.address) };
}

async function lending(lab: TronLab, operator: Account, treasury: Address) {
  const { account, transfer } = await depositAddress(lab, treasury);
  const route = { from: operator.address, to: account.address };
  const opening = await feeOf(lab, operator, { kind: "native", ...route, value: 1n });
  const quote = await lab.adapter.quote(transfer);
  const found = await lab.adapter.findEnergyTerms(operator.address, transfer, quote);
  const { stake } = present(found, "the terms");
  const loan = await feeOf(lab, operator, { kind: "lend_energy", ...route, value: stake });
  const burnt = await feeOf(lab, account, transfer);
  const reclaim = await feeOf(lab, operator, { kind: "reclaim_energy", ...route, value: stake });
  const left = await lab.adapter.nativeBalance(account.address);
  return { opening, stake, loan, transfer: burnt, reclaim, left };
}

async function feeOf(lab: TronLab, from: Account, intent: Intent): Promise<bigint> {
  const tx = await prepare(lab, from, intent);
  await lab.adapter.broadcast(tx);
  await lab.mine();
  return present(await lab.adapter.receipt(tx.txHash), "the receipt").feePaid;
}
