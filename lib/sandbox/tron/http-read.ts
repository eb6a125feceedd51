import { type Args, address, count, flag, text } from "./args";
import type { TronChain } from "./chain";
import {
  accountJson,
  blockJson,
  chainParametersJson,
  contractJson,
  resourceJson,
  shownAddress,
  transactionJson,
  withoutZeros,
} from "./json";
import { findAccount, findContract, getDelegation, listDelegationsFrom } from "./ledger";
import { readParams } from "./params";
import { delegatable } from "./resources";
import type { StateReader } from "./store";

/** A request to `wallet/` (top is the head) or `walletsolidity/` (top is the newest solid block). */
export interface Query {
  readonly chain: TronChain;
  readonly args: Args;
  readonly top: number;
  readonly visible: boolean;
  readonly state: StateReader;
}

export type Handler = (query: Query) => unknown;

const MOST_BLOCKS = 100;

function blockAt({ chain, top, visible }: Query, number: number, detail = true): unknown {
  const block = number <= top ? chain.block(number) : undefined;
  return block ? blockJson(block, visible, detail) : {};
}

function blocksBetween(query: Query, from: number, end: number): unknown {
  const last = Math.min(end, query.top + 1, from + MOST_BLOCKS);
  const block: unknown[] = [];
  for (let number = Math.max(0, from); number < last; number++) block.push(blockAt(query, number));
  return block.length > 0 ? { block } : {};
}

/** The number that a block id begins with, if that block is the one at this number. */
function numberOfId({ chain }: Query, id: string): number {
  const number = Number.parseInt(id.slice(0, 16), 16);
  return chain.idOf(number) === id.toLowerCase() ? number : Number.POSITIVE_INFINITY;
}

function blockByIdOrNumber(query: Query): unknown {
  const wanted = text(query.args, "id_or_num");
  const detail = flag(query.args, "detail");
  if (wanted === "") return blockAt(query, query.top, detail);
  const number = wanted.length === 64 ? numberOfId(query, wanted) : Number(wanted);
  return blockAt(query, number, detail);
}

const blocks: Record<string, Handler> = {
  getnowblock: (query) => blockAt(query, query.top),
  getblock: blockByIdOrNumber,
  getblockbynum: (query) => blockAt(query, count(query.args, "num")),
  getblockbyid: (query) => blockAt(query, numberOfId(query, text(query.args, "value"))),
  getblockbylimitnext: (query) =>
    blocksBetween(query, count(query.args, "startNum"), count(query.args, "endNum")),
  getblockbylatestnum: (query) =>
    blocksBetween(query, query.top + 1 - count(query.args, "num"), query.top + 1),
  gettransactionbyid: ({ chain, args, top, visible }) => {
    const found = chain.find(text(args, "value"), top);
    return found ? transactionJson(found.tx, visible, found.result) : {};
  },
  gettransactioninfobyid: ({ chain, args, top }) =>
    chain.find(text(args, "value"), top)?.info ?? {},
  gettransactioninfobyblocknum: ({ chain, args, top }) => {
    const number = count(args, "num");
    const block = number <= top ? chain.block(number) : undefined;
    return block?.included.map(({ info }) => info) ?? [];
  },
};

function delegationJson({ args, state, visible }: Query): unknown {
  const from = address(args, "fromAddress");
  const to = address(args, "toAddress");
  const { amount, lockedUntil } = getDelegation(state, from, to);
  if (amount.ENERGY === 0 && amount.BANDWIDTH === 0) return {};
  const resource = {
    from: shownAddress(from, visible),
    to: shownAddress(to, visible),
    ...withoutZeros({
      frozen_balance_for_bandwidth: amount.BANDWIDTH,
      frozen_balance_for_energy: amount.ENERGY,
      expire_time_for_bandwidth: lockedUntil.BANDWIDTH,
      expire_time_for_energy: lockedUntil.ENERGY,
    }),
  };
  return { delegatedResource: [resource] };
}

function mostDelegatable({ chain, args, state }: Query): unknown {
  const record = findAccount(state, address(args, "owner_address"));
  if (!record) return {};
  const resource = count(args, "type") === 1 ? "ENERGY" : "BANDWIDTH";
  const most = delegatable(record, resource, readParams(state), chain.headTime);
  return withoutZeros({ max_size: most });
}

function contractInfo({ args, state, visible }: Query): unknown {
  const wanted = address(args, "value");
  const contract = findContract(state, wanted);
  if (!contract) return {};
  const factor = readParams(state).energyFactor[wanted] ?? 0;
  return {
    runtimecode: state.get(`code:${state.get(`vm:${wanted.slice(2)}`)?.split(":")[2]}`) ?? "",
    smart_contract: contractJson(wanted, contract, visible),
    contract_state: withoutZeros({ energy_factor: Math.round(factor * 10_000) }),
  };
}

const accounts: Record<string, Handler> = {
  getaccount: ({ state, args, visible }) => accountJson(state, address(args, "address"), visible),
  getaccountresource: ({ chain, state, args }) =>
    resourceJson(state, address(args, "address"), chain.headTime),
  getaccountnet: ({ chain, state, args }) =>
    resourceJson(state, address(args, "address"), chain.headTime),
  getdelegatedresourcev2: delegationJson,
  getdelegatedresourceaccountindexv2: ({ args, state, visible }) => {
    const owner = address(args, "value");
    const receivers = listDelegationsFrom(state, owner);
    if (receivers.length === 0) return {};
    const toAccounts = receivers.map((receiver) => shownAddress(receiver, visible));
    return { account: shownAddress(owner, visible), toAccounts };
  },
  getcandelegatedmaxsize: mostDelegatable,
  getcanwithdrawunfreezeamount: ({ args, state, chain }) => {
    const record = findAccount(state, address(args, "owner_address"));
    const now = count(args, "timestamp") || chain.headTime;
    const expired = record?.unfreezing.filter((entry) => entry.expiresAt <= now) ?? [];
    return withoutZeros({ amount: expired.reduce((sum, entry) => sum + entry.amount, 0) });
  },
  getcontract: ({ args, state, visible }) => {
    const wanted = address(args, "value");
    const contract = findContract(state, wanted);
    return contract ? contractJson(wanted, contract, visible) : {};
  },
  getcontractinfo: contractInfo,
  validateaddress: ({ args }) => {
    try {
      address(args, "address");
      return { result: true, message: "Base58check format" };
    } catch {
      return { result: false, message: "Invalid address" };
    }
  },
};

const node: Record<string, Handler> = {
  getchainparameters: ({ state }) => chainParametersJson(readParams(state)),
  getenergyprices: ({ state }) => ({ prices: `0:${readParams(state).energyFee}` }),
  getbandwidthprices: ({ state }) => ({ prices: `0:${readParams(state).netFee}` }),
  listnodes: () => ({ nodes: [] }),
  getnodeinfo: ({ chain }) => ({
    beginSyncNum: 0,
    block: `Num:${chain.head},ID:${chain.idOf(chain.head)}`,
    solidityBlock: `Num:${chain.solid},ID:${chain.idOf(chain.solid)}`,
    activeConnectCount: 0,
  }),
  gettransactionlistfrompending: ({ chain }) => ({ txId: chain.poolIds }),
  gettransactionfrompending: ({ chain, args, visible }) => {
    const tx = chain.pooled(text(args, "value"));
    return tx ? transactionJson(tx, visible) : {};
  },
  getpendingsize: ({ chain }) => ({ pendingSize: chain.poolIds.length }),
};

/** Everything that only looks, the same under both roots. */
export const readHandlers: Readonly<Record<string, Handler>> = { ...blocks, ...accounts, ...node };
