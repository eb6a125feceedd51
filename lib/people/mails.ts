import type { Context } from "@/lib/command";
import type { MailKind, Tx } from "@/lib/db";
import { queueMail } from "@/lib/mail";
import type { UserRow } from "./internal";

/** What a mail of the house says: a few short paragraphs, and at most one link. */
export interface Letter {
  readonly kind: MailKind;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly words: string; readonly url: string };
}

const FROM_NAME = "Tillgate";

/**
 * A name that its bearer chose, in a mail to somebody who may not know them: short, and with nothing that a mail program
 * would make a link of.
 */
export function plainName(name: string): string {
  const plain = name.replace(/[/\\:@<>]+/g, " ").replace(/\.(?=\S)/g, ". ");
  return [...plain].slice(0, 80).join("");
}

/** Hands in a mail to a person; `subjectId` is the record that it is about. */
export async function writeTo(
  ctx: Context,
  tx: Tx,
  to: { readonly email: string; readonly name: string | null },
  letter: Letter,
  subjectId: string,
): Promise<void> {
  const hello = to.name === null ? "Hello," : `Hello ${to.name},`;
  const { link } = letter;
  const text = [
    hello,
    ...letter.paragraphs,
    ...(link ? [`${link.words}:\n${link.url}`] : []),
    FROM_NAME,
  ];
  await queueMail(ctx, tx, {
    merchantId: null,
    kind: letter.kind,
    subjectId,
    fromName: FROM_NAME,
    to: to.email,
    subject: letter.subject,
    text: `${text.join("\n\n")}\n`,
    html: htmlOf(hello, letter),
  });
}

function htmlOf(hello: string, { subject, paragraphs, link }: Letter): string {
  const button = link
    ? `<p><a href="${escaped(link.url)}" style="color:inherit">${escaped(link.words)}</a></p>`
    : "";
  const body = [hello, ...paragraphs].map((text) => `<p>${escaped(text)}</p>`).join("");
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">` +
    `<title>${escaped(subject)}</title></head><body style="font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:2em auto;padding:0 1em">` +
    `${body}${button}<p>${FROM_NAME}</p></body></html>`
  );
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (mark) => names[mark] ?? mark);
}

/** A time as a mail says it. */
const moment = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

const NOT_YOU =
  "If that was not you, change your password at once and tell whoever runs this installation.";

export const LETTERS = {
  newDevice: (device: string, address: string, at: Date): Letter => ({
    kind: "security_notice",
    subject: "A new sign-in to your account",
    paragraphs: [
      `Somebody signed in to your account: ${device}, from ${address}, at ${moment(at)}.`,
      "If that was you, there is nothing to do.",
      NOT_YOU,
    ],
  }),
  lockedOut: (until: Date): Letter => ({
    kind: "security_notice",
    subject: "Too many wrong sign-ins to your account",
    paragraphs: [
      "Somebody entered a wrong password or code for your account several times in a row.",
      `It is closed for a short while, until ${moment(until)}. Each further wrong try closes it for longer.`,
      "If that was you, wait and try again, or ask for a new password. If it was not, your account is still safe: nobody got in.",
    ],
  }),
  secondFactorOn: (): Letter => ({
    kind: "security_notice",
    subject: "Your account has a second factor now",
    paragraphs: [
      "From now on signing in takes a code of your authenticator. Everywhere else you were signed out.",
      "Keep the recovery codes that you were shown in a safe place: each replaces the authenticator once.",
      NOT_YOU,
    ],
  }),
  secondFactorOff: (): Letter => ({
    kind: "security_notice",
    subject: "The second factor of your account was turned off",
    paragraphs: [
      "Signing in takes your password alone now, and what needs a one-time code is closed. Recovery codes and passkeys are gone. Everywhere else you were signed out.",
      NOT_YOU,
    ],
  }),
  recoveryCodesReplaced: (): Letter => ({
    kind: "security_notice",
    subject: "You have new recovery codes",
    paragraphs: ["Ten new recovery codes were made. The old ones work no more.", NOT_YOU],
  }),
  passkeyAdded: (name: string): Letter => ({
    kind: "security_notice",
    subject: "Your account has a new passkey",
    paragraphs: [
      `A passkey was added to your account: ${plainName(name)}. It can be used wherever a code of your authenticator is asked for.`,
      NOT_YOU,
    ],
  }),
  passkeyRemoved: (name: string): Letter => ({
    kind: "security_notice",
    subject: "A passkey was removed from your account",
    paragraphs: [
      `A passkey of your account works no more: ${plainName(name)}. Your authenticator is as it was.`,
      NOT_YOU,
    ],
  }),
  passwordChanged: (): Letter => ({
    kind: "security_notice",
    subject: "Your password was changed",
    paragraphs: ["Your password was changed, and you were signed out everywhere else.", NOT_YOU],
  }),
  resetPassword: (url: string): Letter => ({
    kind: "reset_password",
    subject: "A new password",
    paragraphs: [
      "Somebody, hopefully you, asked for a new password for your account. The link below works once, within an hour.",
      "If it was not you, do nothing: your password stays as it is.",
    ],
    link: { words: "Set a new password", url },
  }),
  verifyEmail: (url: string): Letter => ({
    kind: "verify_email",
    subject: "Please confirm your e-mail address",
    paragraphs: [
      "Welcome. Please confirm that this address is yours. The link below works once, within a day.",
      "If you know nothing of this, do nothing.",
    ],
    link: { words: "Confirm this address", url },
  }),
  alreadyRegistered: (): Letter => ({
    kind: "security_notice",
    subject: "You have an account already",
    paragraphs: [
      "Somebody, perhaps you, wanted to register with this e-mail address. It has an account already, so nothing was done.",
      "If it was you, just sign in; if you forgot your password, ask for a new one on that page. If it was not, do nothing.",
    ],
  }),
  changeEmail: (url: string): Letter => ({
    kind: "change_email",
    subject: "Please confirm your new e-mail address",
    paragraphs: [
      "You want to use this address from now on. Please confirm that it is yours. The link below works once, within a day.",
      "If you know nothing of this, do nothing.",
    ],
    link: { words: "Use this address", url },
  }),
  emailIsTaken: (): Letter => ({
    kind: "security_notice",
    subject: "Your e-mail address was asked for",
    paragraphs: [
      "Somebody wanted to use this e-mail address for another account. It has an account already, so nothing was done.",
    ],
  }),
  emailChangeAsked: (to: string): Letter => ({
    kind: "security_notice",
    subject: "Your e-mail address is to change",
    paragraphs: [
      `Somebody who is signed in to your account wants to use the address ${to} from now on.`,
      NOT_YOU,
    ],
  }),
  emailChanged: (to: string): Letter => ({
    kind: "security_notice",
    subject: "Your e-mail address was changed",
    paragraphs: [`From now on you sign in with ${to}, and mail goes there.`, NOT_YOU],
  }),
  invitation: (
    who: { readonly by: string; readonly merchant: string },
    role: string,
    url: string,
  ): Letter => ({
    kind: "invitation",
    subject: `${plainName(who.merchant)} invites you`,
    paragraphs: [
      `${plainName(who.by)} invites you to work for ${plainName(who.merchant)}, as ${role}. The link below works once, within seven days.`,
      "If you know neither of them, do nothing.",
    ],
    link: { words: "Have a look at the invitation", url },
  }),
  roleChanged: (merchant: string, role: string): Letter => ({
    kind: "security_notice",
    subject: `Your role at ${merchant} has changed`,
    paragraphs: [`At ${merchant} you are ${role} from now on.`],
  }),
  removed: (merchant: string): Letter => ({
    kind: "security_notice",
    subject: `You no longer work for ${merchant}`,
    paragraphs: [`You were removed from ${merchant} and no longer see anything of it.`],
  }),
  joined: (name: string, merchant: string, role: string): Letter => ({
    kind: "security_notice",
    subject: `${name} works for ${merchant} now`,
    paragraphs: [`${name} has accepted your invitation and is ${role} of ${merchant}.`],
  }),
} as const;

/** Hands in a letter to the person, about the person; by name once the address is known to be theirs. */
export function tell(ctx: Context, tx: Tx, user: UserRow, letter: Letter): Promise<void> {
  const name = user.emailVerifiedAt === null ? null : user.name;
  return writeTo(ctx, tx, { email: user.email, name }, letter, user.id);
}
