import type { Context } from "@/lib/command";
import {
  confirmChallenge,
  type Role,
  registerMerchant,
  roleSubject,
  startChallenge,
} from "@/lib/people";
import { PASSWORD, type setUpPeople, type TestPerson } from "./people-lab";

const ORIGIN = "https://pay.example.com";

/** Merchants with teams of their own, for a file that tests what people do to each other. */
export function setUpTeams(lab: ReturnType<typeof setUpPeople>) {
  const door = {
    origin: ORIGIN,
    sealSecret: (text: string, aad: string) => lab.box.seal(text, aad),
  };

  /** A merchant of its own with an owner, by registration. */
  let registered = 0;
  async function shop() {
    registered += 1;
    const email = `owner-${registered}@shop.example`;
    const name = `Owner ${registered}`;
    const merchantName = `Shop ${registered}`;
    await registerMerchant(
      lab.nobody(),
      { name, email, password: PASSWORD, merchantName, language: "en" },
      door,
    );
    const { view } = await lab.signedIn({ email, name, totp: null, userId: "", memberships: [] });
    const [membership] = view.memberships;
    const merchantId = membership?.merchantId ?? "";
    const owner: TestPerson = {
      userId: view.userId,
      email,
      name,
      totp: null,
      memberships: [{ merchantId, role: "owner" }],
    };
    return { merchantId, merchantName, owner, view };
  }

  /** Somebody more who works there, as what is said. */
  async function colleague(merchantId: string, role: Role, totp = false): Promise<TestPerson> {
    const person = await lab.person({ at: null, totp });
    await lab.owner.sql`
      insert into memberships (merchant_id, user_id, role, created_at) values (${merchantId}, ${person.userId}, ${role}, now())`;
    return { ...person, memberships: [{ merchantId, role }] };
  }

  /** The same with a confirmed code for that role. */
  async function coded(person: TestPerson, email: string, role: Role): Promise<Context> {
    const ctx = lab.as(person);
    const { challengeId } = await startChallenge(ctx, "team.role", roleSubject(email, role));
    await confirmChallenge(ctx, challengeId, { code: await lab.nextCode(person) }, lab.box);
    return { ...ctx, stepUp: challengeId };
  }

  return { door, shop, colleague, coded };
}
