import { type Context, transact } from "@/lib/command";
import { isUniqueViolation, memberships } from "@/lib/db";
import { newId } from "@/lib/kit";
import { insertMerchant } from "@/lib/merchants";
import { checkPassword } from "./check-password";
import { hashPassword } from "./hash-password";
import { asUser, checkEmail, checkName, findUserId, insertUser, readUser } from "./internal";
import { EMAIL_LINK_MS } from "./limits";
import { newLink } from "./links";
import { LETTERS, tell } from "./mails";
import { evenly, mayAgain } from "./often";

export interface Registration {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly merchantName: string;
  /** Two letters: of the person's dashboard. */
  readonly language: string;
}

export interface RegistrationDoor {
  readonly origin: string;
  /** Seals a secret at rest; `aad` says whose it is. */
  readonly sealSecret: (plaintext: string, aad: string) => string;
}

const NOTICES = { times: 3, withinMs: 86_400_000 };

/**
 * Makes a person, a merchant and the person its owner, and mails a link that verifies the address. Of an address that
 * has an account the answer is the same, as slow, and its person is told. Throws validation_failed.
 */
export async function registerMerchant(
  ctx: Context,
  input: Registration,
  door: RegistrationDoor,
): Promise<void> {
  const email = checkEmail(input.email);
  const name = checkName(input.name);
  const merchantName = checkName(input.merchantName, "merchantName");
  const language = /^[a-z]{2}$/.test(input.language) ? input.language : "en";
  checkPassword(input.password, { email, name });
  await evenly(async () => {
    const passwordHash = await hashPassword(input.password);
    const known = await findUserId(ctx.db, email);
    if (known !== null) return tellOwner(ctx, known);
    const user = { id: newId(), email, name, language, passwordHash };
    try {
      await register(ctx, user, merchantName, door);
    } catch (error) {
      const first = isUniqueViolation(error) ? await findUserId(ctx.db, email) : null;
      if (first === null) throw error;
      // Somebody registered with it in this very moment.
      await tellOwner(ctx, first);
    }
  });
}

async function register(
  ctx: Context,
  user: Parameters<typeof insertUser>[2],
  merchantName: string,
  door: RegistrationDoor,
): Promise<void> {
  const userId = user.id;
  const merchantId = newId();
  const person = { ...asUser(ctx, userId), merchantId };
  await transact(person, async (tx) => {
    await insertUser(person, tx, user);
    await insertMerchant(person, tx, merchantId, {
      name: merchantName,
      webhookUrl: null,
      sealSecret: door.sealSecret,
    });
    const createdAt = ctx.now();
    await tx.insert(memberships).values({ merchantId, userId, role: "owner", createdAt });
    const link = { userId, kind: "verify_email", email: user.email, origin: door.origin } as const;
    const url = await newLink(ctx, tx, { ...link, forMs: EMAIL_LINK_MS });
    await tell(ctx, tx, await readUser(tx, userId), LETTERS.verifyEmail(url));
  });
}

/** Tells the person of an address that somebody wanted to register with it, three times a day at most. */
async function tellOwner(ctx: Context, userId: string): Promise<void> {
  await transact(asUser(ctx, userId), async (tx) => {
    const user = await readUser(tx, userId);
    if (!(await mayAgain(ctx, tx, "registered", user.email, NOTICES))) return;
    await tell(ctx, tx, user, LETTERS.alreadyRegistered());
  });
}
