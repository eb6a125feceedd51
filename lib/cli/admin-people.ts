import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { getConfig } from "@/lib/config";
import { newSecretText } from "@/lib/kit";
import type { UserView } from "@/lib/people";
import { type AdminCommand, UsageError } from "./admin-command";
import { facts as pairs, table } from "./table";

const person = z.object({ email: z.string(), totpSecret: z.string() });
const facts = z.object({ merchant: person, otherMerchant: person, operator: person });

const code: AdminCommand = {
  words: "people code",
  summary:
    "The one-time code of a person of the sandbox's demo (the first merchant's owner) for now",
  operands: [],
  options: { email: { value: "EMAIL", meaning: "of another of the demo's people" } },
  async run(_session, given) {
    const { environment, dataDir } = getConfig();
    if (environment !== "sandbox")
      throw new UsageError("only the sandbox knows its people's codes");
    const known = facts.parse(
      JSON.parse(readFileSync(path.resolve(dataDir, "sandbox.json"), "utf8")),
    );
    const email = given.option("email") ?? known.merchant.email;
    const found = [known.merchant, known.otherMerchant, known.operator].find(
      (one) => one.email === email,
    );
    if (!found) throw new UsageError(`${email} is none of the demo's people`);
    const { totpCode } = await import("@/lib/people");
    const now = await totpCode(found.totpSecret, new Date());
    return { text: `${now}   for ${email}`, data: { email, code: now } };
  },
};

const PASSWORD_LENGTH = 20;
const OPERANDS = ["email"] as const;

const createOperator: AdminCommand = {
  words: "people create-operator",
  summary: "Make a person who runs this installation; the password is shown this once",
  operands: [],
  options: {
    email: { value: "EMAIL", meaning: "what the person signs in with", required: true },
    name: { value: "TEXT", meaning: "how the person is called", required: true },
  },
  async run({ context, sealSecret }, given) {
    const { createUser } = await import("@/lib/people");
    const email = (given.option("email") ?? "").trim().toLowerCase();
    const name = given.option("name") ?? "";
    const password = newSecretText().slice(0, PASSWORD_LENGTH);
    const asked = { email, name, password, isOperator: true, memberships: [] };
    const { userId } = await createUser(context(), asked, { seal: sealSecret });
    const text = pairs([
      ["e-mail", email],
      ["password", password],
      ["id", userId],
    ]);
    return {
      text: `${text}\n\nThe password is shown this once. Sign in, change it, and set up a second factor.`,
      data: { userId, email, password },
    };
  },
};

const list: AdminCommand = {
  words: "people list",
  summary:
    "Everyone who can sign in: for which merchants (by number), and whether with a second factor",
  operands: [],
  options: {},
  async run({ context }) {
    const { listUsers } = await import("@/lib/people");
    const all: UserView[] = [];
    for (;;) {
      const page = await listUsers(context(), { after: all.at(-1)?.userId ?? null });
      if (page.length === 0) break;
      all.push(...page);
    }
    const rows = all.map((one) => [
      one.email,
      one.name,
      one.status,
      one.secondFactor ? "yes" : "no",
      [
        ...(one.isOperator ? ["operator"] : []),
        ...one.memberships.map(({ number, role }) => `${number} ${role}`),
      ].join(", "),
      one.signedInAt?.toISOString().slice(0, 16) ?? "–",
    ]);
    const head = ["e-mail", "name", "status", "2nd factor", "is", "signed in"];
    return { text: table(head, rows), data: all };
  },
};

const disable: AdminCommand = {
  words: "people disable",
  summary: "Sign a person out everywhere and let them in no more",
  operands: OPERANDS,
  options: {},
  async run({ context }, given) {
    const { disableUser } = await import("@/lib/people");
    const email = given.operand("email");
    const { userId } = await disableUser(context(), email);
    return { text: `${email} is let in no more.`, data: { userId, email, status: "disabled" } };
  },
};

const enable: AdminCommand = {
  words: "people enable",
  summary: "Let a person in again who was disabled",
  operands: OPERANDS,
  options: {},
  async run({ context }, given) {
    const { enableUser } = await import("@/lib/people");
    const email = given.operand("email");
    const { userId } = await enableUser(context(), email);
    return { text: `${email} may sign in again.`, data: { userId, email, status: "active" } };
  },
};

const resetFactor: AdminCommand = {
  words: "people reset-second-factor",
  summary: "Take the second factor off a person who lost it, after you made sure who asks",
  operands: OPERANDS,
  options: {},
  async run({ context }, given) {
    const { resetSecondFactor } = await import("@/lib/people");
    const email = given.operand("email");
    const { userId } = await resetSecondFactor(context(), email);
    const text = `${email} signs in with the password alone, and was told by mail.`;
    return { text, data: { userId, email } };
  },
};

export const PEOPLE_COMMANDS: readonly AdminCommand[] = [
  list,
  createOperator,
  disable,
  enable,
  resetFactor,
  code,
];
