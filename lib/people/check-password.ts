import { AppError } from "@/lib/kit";

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;

/** The words that long common passwords are made of: what is left without them must be something of one's own. */
const COMMON = [
  "password",
  "passwort",
  "passw0rd",
  "p@ssw0rd",
  "p@ssword",
  "iloveyou",
  "qwertyuiop",
  "qwerty",
  "azerty",
  "asdfghjkl",
  "asdfgh",
  "zxcvbnm",
  "1q2w3e4r5t6y",
  "1q2w3e4r5t",
  "1q2w3e4r",
  "1qaz2wsx3edc",
  "1qaz2wsx",
  "q1w2e3r4t5y6",
  "q1w2e3r4",
  "letmein",
  "welcome",
  "administrator",
  "admin",
  "changeme",
  "football",
  "baseball",
  "princess",
  "sunshine",
  "superman",
  "trustno1",
  "monkey",
  "dragon",
  "master",
  "secret",
  "abcdefghijkl",
  "abcdef",
  "abc123",
  "tillgate",
  "computer",
  "internet",
  "starwars",
  "whatever",
  "correcthorsebatterystaple",
];
const OWN_CHARACTERS = 4;

/** Throws validation_failed unless it may be a password of that person. */
export function checkPassword(
  password: string,
  of: { readonly email: string; readonly name: string },
  path = "password",
): void {
  const message = problemOf(password, of);
  if (message !== null) throw new AppError("validation_failed", { details: [{ path, message }] });
}

function problemOf(
  password: string,
  { email, name }: { readonly email: string; readonly name: string },
): string | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN) return `must have at least ${PASSWORD_MIN} characters`;
  if (length > PASSWORD_MAX) return `must have at most ${PASSWORD_MAX} characters`;
  const plain = password.toLowerCase();
  const [mailbox = ""] = email.split("@");
  const own = [email, name, mailbox].map((text) => text.toLowerCase());
  if (own.includes(plain) || own.includes(plain.replace(/[\d\W_]+$/, ""))) {
    return "must not be your name or e-mail address";
  }
  return isCommon(plain) ? "is too easy to guess: take something that nobody else has" : null;
}

/** Whether it is a common word with little around it, a few characters over and over, or a row of the keyboard's. */
function isCommon(plain: string): boolean {
  const without = COMMON.reduce((text, word) => text.replaceAll(word, ""), plain);
  const own = without.replace(/[\d\W_]+/g, "");
  return (
    new Set(plain).size < 5 ||
    isRow(plain) ||
    /^(.{1,6}?)\1+$/.test(plain) ||
    (without !== plain && own.length < OWN_CHARACTERS)
  );
}

const ROWS = ["01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz"];
const isRow = (text: string) => ROWS.some((row) => row.includes(text));
