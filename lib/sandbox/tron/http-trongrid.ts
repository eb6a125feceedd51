import { formatAddress, type HexAddress, parseAddress } from "./addresses";
import { type Args, count, flag, text } from "./args";
import type { TronChain } from "./chain";
import { eventsOf, type GridEvent } from "./events";
import { accountJson } from "./json";

const MOST_ROWS = 200;

function page<T>(rows: readonly T[], args: Args) {
  const limit = Math.min(count(args, "limit") || 20, MOST_ROWS);
  const fingerprint = text(args, "fingerprint");
  const from = Number(Buffer.from(fingerprint, "base64url").toString() || "0");
  const data = rows.slice(from, from + limit);
  const end = from + limit;
  const next = Buffer.from(String(end)).toString("base64url");
  const more = end < rows.length ? { fingerprint: next } : {};
  return { data, success: true, meta: { at: Date.now(), page_size: data.length, ...more } };
}

/** The events that the query's times, heights and confirmations ask for, newest first unless asked otherwise. */
function selectEvents(chain: TronChain, args: Args): GridEvent[] {
  const state = chain.stateAt(chain.head);
  const numbers = text(args, "block_number")
    ? [count(args, "block_number")]
    : chain.filledBlocks().slice();
  const since = Number(text(args, "min_block_timestamp") || text(args, "min_timestamp") || 0);
  const until = Number(
    text(args, "max_block_timestamp") || text(args, "max_timestamp") || Number.MAX_SAFE_INTEGER,
  );
  const wanted = numbers.filter((number) => {
    if (flag(args, "only_confirmed") && number > chain.solid) return false;
    return !(flag(args, "only_unconfirmed") && number <= chain.solid);
  });
  if (!text(args, "order_by").includes("asc")) wanted.reverse();
  return wanted.flatMap((number) => {
    const block = chain.block(number);
    const isWanted = block && block.time >= since && block.time <= until;
    return isWanted ? eventsOf(block, state, chain.solid) : [];
  });
}

function contractEvents(chain: TronChain, args: Args, contract: string) {
  const address = formatAddress(parseAddress(contract));
  const name = text(args, "event_name");
  const events = selectEvents(chain, args).filter(
    (event) => event.contract_address === address && (name === "" || event.event_name === name),
  );
  return page(events, args);
}

function transactionEvents(chain: TronChain, args: Args, txId: string) {
  const block = chain.find(txId, chain.head)?.block;
  const events = block ? eventsOf(block, chain.stateAt(chain.head), chain.solid) : [];
  return page(
    events.filter((event) => event.transaction_id === txId),
    args,
  );
}

function blockEvents(chain: TronChain, args: Args, which: string) {
  const block = chain.block(which === "latest" ? chain.head : Number(which));
  return page(block ? eventsOf(block, chain.stateAt(chain.head), chain.solid) : [], args);
}

function tokenHistory(chain: TronChain, args: Args, account: string) {
  const me = `0x${parseAddress(account).slice(2)}`;
  const contract = text(args, "contract_address");
  const token = contract && formatAddress(parseAddress(contract));
  const transfers = selectEvents(chain, args).filter(({ event_name, contract_address, result }) => {
    if (event_name !== "Transfer" || (token && contract_address !== token)) return false;
    const isTo = result[1] === me && !flag(args, "only_from");
    return isTo || (result[0] === me && !flag(args, "only_to"));
  });
  const shown = (word = "0x") => formatAddress(`41${word.slice(2)}` as HexAddress);
  const rows = transfers.map((event) => ({
    transaction_id: event.transaction_id,
    token_info: {
      symbol: "USDT",
      address: event.contract_address,
      decimals: 6,
      name: "Tether USD",
    },
    block_timestamp: event.block_timestamp,
    from: shown(event.result[0]),
    to: shown(event.result[1]),
    type: "Transfer",
    value: event.result[2],
  }));
  return page(rows, args);
}

type Route = (chain: TronChain, args: Args, id: string) => unknown;

const routes: readonly (readonly [RegExp, Route])[] = [
  [/^v1\/contracts\/(\w+)\/events$/, contractEvents],
  [/^v1\/transactions\/(\w+)\/events$/, transactionEvents],
  [/^v1\/blocks\/(\w+)\/events$/, blockEvents],
  [/^v1\/accounts\/(\w+)\/transactions\/trc20$/, tokenHistory],
  [
    /^v1\/accounts\/(\w+)$/,
    (chain, args, id) => {
      const account = accountJson(chain.stateAt(chain.head), parseAddress(id), false);
      return page(Object.keys(account).length > 0 ? [account] : [], args);
    },
  ],
];

/** TronGrid's index on top of the chain; undefined for a path that it does not have. */
export function answerGrid(chain: TronChain, path: string, args: Args): unknown {
  for (const [pattern, route] of routes) {
    const id = pattern.exec(path)?.[1];
    if (id !== undefined) return route(chain, args, id);
  }
  return undefined;
}
