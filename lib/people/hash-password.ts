import { hash, verify } from "@node-rs/argon2";

/** Argon2id (2), 19 MiB, two passes: as OWASP advises. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of random bytes that nobody kept: what is compared where there is no such person. */
const NOBODYS =
  "$argon2id$v=19$m=19456,t=2,p=1$vJc9vXGrolBeOzFFlW8Jsg$0kKl/MZscuFS4TQr6ChDqwYxWbnoVnswQMTF+Tt8ABI";

/** The same text however a keyboard composes it. */
const typed = (password: string) => password.normalize("NFC");

/** A password as it is stored (PHC string). */
export function hashPassword(password: string): Promise<string> {
  return hash(typed(password), COST);
}

/** Whether it is the password; with no hash the same work is done for nothing (S8). */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const same = await verify(stored ?? NOBODYS, typed(password));
  return stored !== null && same;
}
