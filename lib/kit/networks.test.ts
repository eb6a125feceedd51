import { describe, expect, it } from "vitest";
import { AssertionError, assert, present } from "./assert";
import { isoTime } from "./clock";
import { AppError } from "./errors";
import { displayHash, findNetwork, getNetwork, NETWORK_IDS, NETWORKS } from "./networks";

describe("the registry of networks", () => {
  it("lists ERC20 before TRC20, as the contract does", () => {
    expect(NETWORK_IDS).toEqual(["USDT-ERC20", "USDT-TRC20"]);
  });

  it("finds each by its id and nothing else", () => {
    for (const network of NETWORKS) expect(getNetwork(network.id)).toBe(network);
    for (const id of ["usdt-trc20", "USDT-BEP20", "", "toString", "USDT-ERC20 "]) {
      expect(findNetwork(id)).toBeNull();
    }
    expect(() => getNetwork("USDT-BEP20" as never)).toThrow("unknown network");
  });

  it("holds the fees of the contract", () => {
    const fees = NETWORKS.map((n) => [n.id, n.minimumDepositFee, n.withdrawalFee]);
    expect(fees).toEqual([
      ["USDT-ERC20", 1_500_000n, 2_500_000n],
      ["USDT-TRC20", 1_000_000n, 2_000_000n],
    ]);
  });

  it("writes hashes as each chain's explorers do", () => {
    expect(displayHash("USDT-ERC20", "ab")).toBe("0xab");
    expect(displayHash("USDT-TRC20", "ab")).toBe("ab");
  });
});

describe("assertions, errors and times", () => {
  it("throw AssertionError and nothing else", () => {
    expect(() => assert(false, "why")).toThrow(new AssertionError("why"));
    expect(() => present(null, "it")).toThrow("it is missing");
    expect(() => present(undefined, "it")).toThrow(AssertionError);
    expect(present(0, "it")).toBe(0);
    expect(present("", "it")).toBe("");
  });

  it("keep what is public apart from what is logged", () => {
    const cause = new Error("sql");
    const error = new AppError("not_found", {
      public: "Transaction not found",
      internal: "row",
      cause,
    });
    expect([error.publicMessage, error.message, error.cause]).toEqual([
      "Transaction not found",
      "row",
      cause,
    ]);
    expect(new AppError("rate_limited").publicMessage).toBeNull();
  });

  it("are ISO-8601 in UTC with milliseconds", () => {
    expect(isoTime(new Date(0))).toBe("1970-01-01T00:00:00.000Z");
  });
});
