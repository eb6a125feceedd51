import { type Args, address, count, list, record, text } from "./args";
import { parseHex } from "./bytes";
import type { TronChain } from "./chain";
import { getAccount, updateAccount } from "./ledger";
import { type ChainParams, PARAMS_KEY, readParams } from "./params";
import { parseTransactionBytes } from "./transaction";

export interface Miner {
  /** Blocks by the clock, or none but those asked for. */
  setMining(enabled: boolean): void;
}

async function reorganise(chain: TronChain, args: Args): Promise<unknown> {
  const include = list(args, "include").map((raw) => parseTransactionBytes(parseHex(String(raw))));
  const grow = text(args, "grow") === "" ? undefined : count(args, "grow");
  const drop = list(args, "drop").map(String);
  return chain.reorganise(count(args, "depth"), {
    drop,
    delay: count(args, "delay"),
    grow,
    include,
  });
}

async function changeParams(chain: TronChain, args: Args): Promise<ChainParams> {
  const current = readParams(chain.stateAt(chain.head));
  const unknown = Object.keys(args).filter((name) => !(name in current));
  if (unknown.length > 0) throw new RangeError(`unknown parameters: ${unknown.join(", ")}`);
  const changed = { ...current, ...args };
  await chain.decree((view) => view.set(PARAMS_KEY, JSON.stringify(changed)));
  return changed;
}

async function giveAsset(chain: TronChain, args: Args): Promise<unknown> {
  const holder = address(args, "address");
  const gift = { [text(args, "id")]: count(args, "amount").toString() };
  await chain.decree((view) => {
    updateAccount(view, holder, ({ assets }) => ({ assets: { ...assets, ...gift } }));
  });
  return getAccount(chain.stateAt(chain.head), holder).assets;
}

async function mine(chain: TronChain, args: Args): Promise<unknown> {
  const blocks = text(args, "blocks") === "" ? 1 : count(args, "blocks");
  await chain.mine(blocks);
  return { head: chain.head, solid: chain.solid };
}

function holdSolid(chain: TronChain, args: Args): unknown {
  chain.holdSolid(text(args, "at") === "" ? null : count(args, "at"));
  return { solid: chain.solid };
}

function lose(chain: TronChain, args: Args): unknown {
  const next = text(args, "count") === "" ? 1 : count(args, "count");
  chain.loseNext(next);
  return { count: next };
}

/**
 * Faults on command, for tests: `mine {blocks}`, `mining {enabled}`, `reorg {depth, drop, delay, grow, include}`,
 * `drop {count}`, `params {…}`, `solid {at}`, `trc10 {address, id, amount}`. Undefined for an unknown one.
 */
export async function answerControl(
  chain: TronChain,
  miner: Miner,
  operation: string,
  body: unknown,
): Promise<unknown> {
  const args = record(body);
  switch (operation) {
    case "mine":
      return mine(chain, args);
    case "mining":
      miner.setMining(text(args, "enabled") === "true");
      return { enabled: text(args, "enabled") === "true" };
    case "reorg":
      return chain.exclusive(() => reorganise(chain, args));
    case "params":
      return chain.exclusive(() => changeParams(chain, args));
    case "trc10":
      return chain.exclusive(() => giveAsset(chain, args));
    case "drop":
      return lose(chain, args);
    case "solid":
      return holdSolid(chain, args);
    default:
      return undefined;
  }
}
