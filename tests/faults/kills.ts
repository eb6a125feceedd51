import type { RunningSandbox, Victim } from "../support/whole-sandbox";
import { pick } from "./random";

export const VICTIMS: readonly Victim[] = [
  "worker",
  "signer",
  "web",
  "postgres",
  "ethereum",
  "tron",
];

export interface Kill {
  readonly step: string;
  readonly victim: Victim;
}

/** Strikes whoever the seed chose for a step, once, when that step is first seen. */
export class KillPlan {
  private readonly plan = new Map<string, Victim>();

  constructor(
    private readonly sandbox: RunningSandbox,
    random: () => number,
    steps: readonly string[],
    count: number,
    private readonly done: Kill[],
  ) {
    while (this.plan.size < count) this.plan.set(pick(random, steps), pick(random, VICTIMS));
  }

  strike(step: string): void {
    const victim = this.plan.get(step);
    if (victim === undefined) return;
    this.plan.delete(step);
    if (this.sandbox.kill(victim)) this.done.push({ step, victim });
  }
}
