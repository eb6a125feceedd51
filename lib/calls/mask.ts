/** Stands where something was that nobody reads again. */
export const MASK = "***";

/** Parts of names that hold secrets, in lower case without dashes and underscores. */
const SECRET =
  /secret|passw|passphrase|token|otp|signature|mnemonic|seed|credential|authorization|cookie|privatekey|(^|[a-z])(key|code|pin|pwd)$/;
/** Names that end like those and tell nothing. */
const HARMLESS =
  /(status|error|country|currency|language|postal|zip)code$|^token(address|standard|symbol|decimals)?s?$/;
/** Our own secrets by their form, wherever they stand; a key's shown beginning is shorter. */
const OWN_SECRET = /(tgs?_(?:test|live|whs)|whsec)_[0-9A-Za-z+/=]{8,}/g;
// Bounded, so that no text of one word makes it look at each letter again and again.
const EMAIL =
  /([^\s@"'<>(),;:/?&=\\*])[^\s@"'<>(),;:/?&=\\*]{0,63}@([^\s@"'<>(),;:/?&=\\]{1,190}\.[^\s@"'<>(),;:/?&=\\.]{1,60})/g;
const USER_OF_URL = /(:\/\/)[^\s/?#@]+@/g;
/** Nothing that is kept is as long. */
const LONGEST = 5_000;
const PARAMETER = /([?&;#])([^?&;=#\s]+)=([^&;#\s]*)/g;

/** Whether a field of that name holds a secret: "apiSecret", "x-otp", "webhook_secret". */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return SECRET.test(plain) && (!HARMLESS.test(plain) || plain === "token" || plain === "tokens");
}

/** A text without what must not be kept: secrets of ours, passwords and parameters of URLs; e-mail addresses in part. */
export function maskText(text: string): string {
  let masked = text;
  if (masked.includes("://")) masked = masked.replace(USER_OF_URL, `$1${MASK}@`);
  if (masked.includes("=")) masked = masked.replace(PARAMETER, maskParameter);
  if (masked.includes("@")) masked = masked.replace(EMAIL, `$1${MASK}@$2`);
  return masked.includes("_") ? masked.replace(OWN_SECRET, MASK) : masked;
}

function maskParameter(whole: string, before: string, name: string): string {
  return isSecretName(decoded(name) ?? name) ? `${before}${name}=${MASK}` : whole;
}

/**
 * A JSON text with its secrets masked by the names of their fields and by their form; null for what is no JSON: what has
 * no names cannot be masked.
 */
export function maskJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), maskField).replace(OWN_SECRET, MASK);
  } catch {
    return null;
  }
}

type Kind = "secret" | "phone" | "plain";
const KINDS = new Map<string, Kind>();
/** The API's own names are some hundreds; callers may send others without end. */
const MOST_KINDS = 2_000;

function kindOf(name: string): Kind {
  const known = KINDS.get(name);
  if (known !== undefined) return known;
  const phone = /phone|mobile/i.test(name) ? "phone" : "plain";
  const kind = isSecretName(name) ? "secret" : phone;
  if (KINDS.size < MOST_KINDS && name.length < 60) KINDS.set(name, kind);
  return kind;
}

function maskField(name: string, value: unknown): unknown {
  // What is on, off or absent is no secret: "requireSecret": true.
  if (value === null || typeof value === "boolean") return value;
  const kind = kindOf(name);
  if (kind === "secret") return MASK;
  if (typeof value !== "string") return value;
  if (kind === "phone") return `${MASK}${value.slice(-2)}`;
  return maskText(value.length > LONGEST ? value.slice(0, LONGEST) : value);
}

/** A query as it was sent ("a=1&token=x"), masked. */
export function maskQuery(query: string): string {
  if (query === "") return "";
  return query.split("&").map(maskPair).join("&").replace(OWN_SECRET, MASK);
}

function maskPair(pair: string): string {
  const at = pair.indexOf("=");
  if (at === -1) return maskEncoded(pair);
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const plain = decoded(name);
  // A name that does not decode may be any.
  const kept = plain === null || isSecretName(plain) ? MASK : maskEncoded(value);
  return `${name}=${kept}`;
}

/** A path as it was called, masked. */
export function maskPath(path: string): string {
  return path.split("/").map(maskEncoded).join("/").replace(OWN_SECRET, MASK);
}

/** Keeps the spelling of what needs no mask. */
function maskEncoded(text: string): string {
  const plain = decoded(text);
  if (plain === null) return MASK;
  const masked = maskText(plain);
  return masked === plain ? text : encodeURIComponent(masked);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}
