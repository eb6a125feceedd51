import type { Context } from "@/lib/command";
import { OPERATOR_ORDER, type Order, orderSubject, placeOrder } from "@/lib/operator";
import { type CarryTools, carryOrder } from "@/lib/operator/carrying";
import type { setUpPeople, TestPerson } from "./people-lab";
import { confirmedChallenge } from "./persons";

type Lab = ReturnType<typeof setUpPeople>;

export const TOOLS: CarryTools = {
  operatorWallets: { "USDT-ERC20": null, "USDT-TRC20": null },
  origin: "https://pay.example.com",
  sealSecret: () => "sealed",
};

/** People who run the installation, as the web process and the worker have them. */
export function setUpOperators(lab: Lab) {
  /** Somebody with every right of an operator that the web process can hand out. */
  const as = (person: TestPerson): Context =>
    lab.as(person, { merchantId: null, allow: ["account", "operator"] });
  const operators = {
    as,
    person: () => lab.person({ at: null, totp: true, isOperator: true }),
    operator: async () => as(await operators.person()),
    /** With a one-time code for exactly this order. */
    armed: async (ctx: Context, order: Order): Promise<Context> => {
      if (ctx.actor.kind !== "user") throw new Error("codes are people's");
      const person = { id: ctx.actor.id };
      const subject = orderSubject(order);
      const stepUp = await confirmedChallenge(lab.owner, null, person, OPERATOR_ORDER, subject);
      return { ...ctx, stepUp };
    },
    place: async (ctx: Context, order: Order) =>
      (await placeOrder(await operators.armed(ctx, order), order)).id,
    /** Carries out everything that waits; answers how many orders. */
    carry: async (over: Partial<CarryTools> = {}, ctx = lab.job()) => {
      let carried = 0;
      while (await carryOrder(ctx, { ...TOOLS, ...over })) carried += 1;
      return carried;
    },
  };
  return operators;
}
