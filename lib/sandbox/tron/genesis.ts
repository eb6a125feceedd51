import { sha256 } from "@noble/hashes/sha2.js";
import { hexAddress, parseAddress } from "./addresses";
import { hexToBytes } from "./bytes";
import { type Header, NO_ID, sealHeader } from "./headers";
import { changeBalance, newAccount, putAccount } from "./ledger";
import type { Diff } from "./store";
import { StateView } from "./view";

/** How a chain begins. */
export interface Genesis {
  readonly timestamp: number;
  /** Sun (decimal) by address in any spelling. */
  readonly allocations: Readonly<Record<string, string>>;
}

/** What the genesis puts into the state. */
export function genesisDiff(genesis: Genesis): Diff {
  const view = new StateView({ get: () => undefined });
  for (const [text, sun] of Object.entries(genesis.allocations)) {
    const address = hexAddress(hexToBytes(parseAddress(text)));
    changeBalance(view, address, BigInt(sun));
    putAccount(view, address, newAccount(genesis.timestamp));
  }
  return view.diff();
}

/** The first block; two chains with other beginnings have other ids from here on. */
export function genesisHeader(genesis: Genesis): Header {
  const txTrieRoot = sha256(new TextEncoder().encode(JSON.stringify(genesis)));
  return sealHeader({
    number: 0,
    parentId: NO_ID,
    time: genesis.timestamp,
    producer: 0,
    txTrieRoot,
  });
}
