import { describe, expect, it } from "vitest";
import { gasState } from "./gas-state";

const now = new Date("2026-11-22T10:00:00.000Z");
const state = (over: object) =>
  gasState(
    {
      network: "USDT-TRC20",
      gasWallet: "T1",
      gasBalance: 1_000n,
      gasSeenAt: new Date(now.getTime() - 60_000),
      gasPerSweep: 10n,
      sweepsOpen: 0,
      ...over,
    },
    now,
  );

describe("the gas wallet", () => {
  it("is fine while it pays for twenty sweeps, and for those that are open", () => {
    expect(state({})).toMatchObject({ asset: "TRX", perSweep: 10n, problem: null });
    expect(state({ gasBalance: 200n }).problem).toBeNull();
    expect(state({ sweepsOpen: 100 }).problem).toBeNull();
  });

  it("is low below that", () => {
    expect(state({ gasBalance: 199n }).problem).toEqual({
      code: "low",
      data: { balance: "199", perSweep: "10", sweeps: "19" },
    });
    expect(state({ sweepsOpen: 101 }).problem?.code).toBe("low");
  });

  it("is empty when it pays for none", () => {
    expect(state({ gasBalance: 9n }).problem?.code).toBe("empty");
    expect(state({ gasBalance: 0n, gasPerSweep: null }).problem).toEqual({
      code: "empty",
      data: { balance: "0", perSweep: "", sweeps: "" },
    });
    expect(state({ gasBalance: 1n, gasPerSweep: null }).problem).toBeNull();
    expect(state({ gasBalance: 1n, gasPerSweep: 0n }).problem).toBeNull();
  });

  it("is unknown when nobody looked for five minutes, and no matter before there is one", () => {
    const seenAt = new Date(now.getTime() - 300_001);
    expect(state({ gasSeenAt: seenAt }).problem).toEqual({
      code: "unseen",
      data: { seenAt: seenAt.toISOString() },
    });
    const never = { gasSeenAt: null, gasBalance: null };
    expect(state(never).problem).toEqual({ code: "unseen", data: { seenAt: "" } });
    expect(state({ ...never, gasWallet: null }).problem).toBeNull();
  });
});
