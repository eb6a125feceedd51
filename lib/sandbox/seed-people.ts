import { jobContext } from "@/lib/command";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect } from "@/lib/db";
import { newSecretText, present, silentLogger } from "@/lib/kit";
import { createUser, newTotpSecret } from "@/lib/people";
import type { DemoPerson, SandboxState } from "./state";

const OWNERS = [
  { email: "olivia@northwind.example", name: "Olivia North" },
  { email: "henry@harbour.example", name: "Henry Haven" },
] as const;
const OPERATOR = { email: "operator@tillgate.example", name: "Oscar Operator" };

const newPerson = (email: string): DemoPerson => ({
  email,
  // Enough to be no word, short enough to be typed: this sandbox alone knows it.
  password: newSecretText().slice(0, 16),
  totpSecret: newTotpSecret(),
});

/** Makes the demo's people who are missing: an owner of each merchant, and the operator. */
export async function seedPeople(options: {
  readonly workerUrl: string;
  readonly secret: string;
  readonly state: SandboxState;
  readonly save: () => void;
}): Promise<void> {
  const { state, save } = options;
  // Kept before they are made: a start that is killed between the two finds what it made.
  state.owners = OWNERS.map(({ email }, place) => state.owners[place] ?? newPerson(email));
  state.operator ??= newPerson(OPERATOR.email);
  save();
  const owners = OWNERS.map(({ name }, place) => ({
    ...present(state.owners[place], "an owner"),
    name,
    isOperator: false,
    memberships: [
      {
        merchantId: present(state.merchants[place], "a merchant").merchantId,
        role: "owner" as const,
      },
    ],
  }));
  const operator = { ...state.operator, name: OPERATOR.name, isOperator: true, memberships: [] };
  const db = connect({ url: options.workerUrl, name: "tillgate-launcher", max: 2 });
  const box = createSecretBox(options.secret);
  try {
    for (const person of [...owners, operator]) {
      const [known] = await db.sql`select 1 from users where email = ${person.email}`;
      if (!known) await createUser(jobContext(db, "seed", silentLogger), person, box);
    }
  } finally {
    await db.close();
  }
}
