import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TronNode } from "@/lib/sandbox/tron";
import { Client, faucetKey, newKey, post, startTestNode, TRX, textOf } from "./tron-client";

const DAY_MS = 86_400_000;
let node: TronNode;
let boss: Client;
let usdt: string;

beforeAll(async () => {
  node = await startTestNode();
  boss = new Client(node.url, faucetKey);
  usdt = (await boss.deployUsdt()).address;
});
afterAll(() => node.stop());

async function holder(units: number): Promise<Client> {
  const client = boss.as(newKey());
  await boss.run(await boss.trx(client.address, 1));
  await boss.run(await boss.usdt(usdt, client.address, units));
  return client;
}

const energyOf = async (client: Client) => {
  const { EnergyLimit = 0, EnergyUsed = 0 } = await post<{
    EnergyLimit?: number;
    EnergyUsed?: number;
  }>(node.url, "wallet/getaccountresource", { address: client.address });
  return { limit: EnergyLimit, used: EnergyUsed };
};

describe("stake", () => {
  it("pays for a transfer with delegated energy, and takes the consumption back", async () => {
    const builder = boss.web.transactionBuilder;
    await boss.run(await builder.freezeBalanceV2(200_000 * TRX, "ENERGY", boss.address));
    const own = await energyOf(boss);
    expect(own.limit).toBe(Math.floor((200_000 * 180) / 19));
    const sweeper = await holder(30);
    const stake = 4_000 * TRX;
    await boss.run(await builder.delegateResource(stake, sweeper.address, "ENERGY", boss.address));
    expect((await energyOf(sweeper)).limit).toBe(Math.floor((4_000 * 180) / 19));
    const delegated = await post<object>(node.url, "wallet/getdelegatedresourcev2", {
      fromAddress: boss.hex,
      toAddress: sweeper.hex,
    });
    expect(delegated).toMatchObject({ delegatedResource: [{ frozen_balance_for_energy: stake }] });
    const sweep = await sweeper.run(await sweeper.usdt(usdt, boss.address, 30));
    expect(sweep.fee).toBeUndefined();
    expect(sweep.receipt).toEqual({
      net_usage: 345,
      energy_usage: 13_602,
      energy_usage_total: 13_602,
      result: "SUCCESS",
    });
    expect((await energyOf(sweeper)).used).toBe(13_602);
    const before = await energyOf(boss);
    await boss.run(
      await builder.undelegateResource(stake, sweeper.address, "ENERGY", boss.address),
    );
    expect(await energyOf(sweeper)).toEqual({ limit: 0, used: 0 });
    const after = await energyOf(boss);
    expect(after.limit).toBe(own.limit);
    expect(after.used - before.used).toBeGreaterThan(13_500);
    expect(after.used - before.used).toBeLessThanOrEqual(13_602);
  });

  it("recovers within a day", async () => {
    const sweeper = await holder(5);
    const builder = boss.web.transactionBuilder;
    await boss.run(
      await builder.delegateResource(3_000 * TRX, sweeper.address, "ENERGY", boss.address),
    );
    await sweeper.run(await sweeper.usdt(usdt, boss.address, 5));
    const { used } = await energyOf(sweeper);
    await node.chain.mine(1, node.chain.headTime + DAY_MS / 2);
    expect((await energyOf(sweeper)).used).toBeCloseTo(used / 2, -1);
    await node.chain.mine(1, node.chain.headTime + DAY_MS / 2);
    expect((await energyOf(sweeper)).used).toBe(0);
  });

  it("caps staked energy by the fee limit as well", async () => {
    const sweeper = await holder(5);
    const builder = boss.web.transactionBuilder;
    await boss.run(
      await builder.delegateResource(3_000 * TRX, sweeper.address, "ENERGY", boss.address),
    );
    const info = await sweeper.run(await sweeper.usdt(usdt, boss.address, 5, 1 * TRX));
    expect(info.receipt).toMatchObject({ result: "OUT_OF_ENERGY", energy_usage: 10_000 });
    expect(info.fee).toBeUndefined();
  });

  it("delegates to activated accounts only, never to a contract, never more than there is", async () => {
    const builder = boss.web.transactionBuilder;
    const refused = async (receiver: string, sun: number) => {
      const unsigned = await builder.delegateResource(sun, receiver, "ENERGY", boss.address);
      return textOf((await boss.send(unsigned)).answer.message);
    };
    expect(await refused(boss.as(newKey()).address, TRX)).toContain("not exists");
    expect(await refused(usdt, TRX)).toContain("Do not allow delegate resources to contract");
    const account = await holder(1);
    expect(await refused(account.address, 900_000 * TRX)).toContain("available FreezeEnergyV2");
    const undelegate = await builder.undelegateResource(
      TRX,
      account.address,
      "ENERGY",
      boss.address,
    );
    const { answer } = await boss.send(undelegate);
    expect(textOf(answer.message)).toContain("insufficient delegatedFrozenBalance(Energy)");
  });

  it("keeps a locked delegation until its time", async () => {
    const builder = boss.web.transactionBuilder;
    const account = await holder(1);
    const lockBlocks = 100;
    await boss.run(
      await builder.delegateResource(
        TRX,
        account.address,
        "ENERGY",
        boss.address,
        true,
        lockBlocks,
      ),
    );
    const undelegate = () =>
      builder.undelegateResource(TRX, account.address, "ENERGY", boss.address);
    expect((await boss.send(await undelegate())).answer.code).toBe("CONTRACT_VALIDATE_ERROR");
    await node.chain.mine(1, node.chain.headTime + lockBlocks * 3_000);
    expect((await boss.send(await undelegate())).answer.result).toBe(true);
    await boss.mine();
  });

  it("gives unfrozen TRX back after fourteen days", async () => {
    const builder = boss.web.transactionBuilder;
    const info = await boss.run(await builder.unfreezeBalanceV2(500 * TRX, "ENERGY", boss.address));
    expect(info.unfreeze_amount).toBe(500 * TRX);
    const withdraw = () => builder.withdrawExpireUnfreeze(boss.address);
    const early = await boss.send(await withdraw());
    expect(textOf(early.answer.message)).toContain("no unFreeze balance to withdraw");
    await node.chain.mine(1, node.chain.headTime + 14 * DAY_MS);
    const before = await boss.trxBalance();
    const paid = await boss.run(await withdraw());
    expect(paid.withdraw_expire_amount).toBe(500 * TRX);
    expect(await boss.trxBalance()).toBe(before + 500 * TRX - (paid.fee ?? 0));
  });
});
