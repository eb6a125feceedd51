import ipaddr from "ipaddr.js";

export interface DestinationPolicy {
  /** The sandbox allows http, loopback and every port, and nothing else that is refused. */
  readonly sandbox: boolean;
}

const MAX_LENGTH = 2_048;
// What a URL parser would silently drop or rewrite is refused as written.
const UNWRITTEN = /[\p{Cc}\s\\]/u;
const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR("2000::/3");
// Azure's metadata address is the one that lies outside every special range.
const METADATA_V4 = ["168.63.129.16"];
const LOCAL_NAME = /(^|\.)(localhost|localdomain|local|internal|home\.arpa)$/;
const LOOPBACK_NAME = /(^|\.)localhost$/;
// WHATWG Fetch, "port blocking", above 1023; then databases, queues and remote control.
const SERVICE_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10080, 1433, 1521, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5433, 5672, 5900,
  5984, 6379, 6380, 6432, 7000, 7001, 9042, 9092, 9200, 9300, 10250, 11211, 15672, 26257, 27017,
  27018, 27019,
]);

/**
 * The contract's objection to a webhook URL, null when there is none. Looks at the text alone: names are
 * resolved and checked again when they are connected to. `field` names the parameter in the text.
 */
export function checkWebhookUrl(
  text: string,
  policy: DestinationPolicy,
  field = "webhookUrl",
): string | null {
  const malformed = `${field} must be an https URL`;
  if (text.length > MAX_LENGTH || UNWRITTEN.test(text) || !/^https?:\/\/[^/]/i.test(text)) {
    return malformed;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.hostname === "") return malformed;
  if (url.protocol !== "https:" && !policy.sandbox) return malformed;
  if (url.username !== "" || url.password !== "" || text.includes("#")) return malformed;
  if (isRefusedHost(url.hostname, policy)) return `${field} must not point to a private address`;
  return isRefusedPort(url, policy) ? malformed : null;
}

/**
 * Whether nothing may be sent to that IP address: loopback, private, link-local, multicast, metadata and
 * reserved ranges, also where an IPv6 address carries them. Text that is no address is refused.
 */
export function isRefusedAddress(address: string, policy: DestinationPolicy): boolean {
  const parsed = parseAddress(address);
  if (!parsed) return true;
  const range = parsed.range();
  if (range === "loopback") return !policy.sandbox;
  if (range !== "unicast") return true;
  if (parsed instanceof ipaddr.IPv4) return METADATA_V4.includes(parsed.toString());
  return !parsed.match(GLOBAL_UNICAST_V6) || isIsatap(parsed);
}

// The URL parser writes IPv6 in its one form first: ipaddr.js takes ::10.0.0.1 for ::ffff:10.0.0.1.
function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address);
  const literal = `http://[${address}]`;
  if (!URL.canParse(literal)) return null;
  return ipaddr.process(new URL(literal).hostname.slice(1, -1));
}

function isRefusedHost(hostname: string, policy: DestinationPolicy): boolean {
  const name = hostname.replace(/\.$/, "");
  if (name.startsWith("[")) return isRefusedAddress(name.slice(1, -1), policy);
  if (ipaddr.IPv4.isValidFourPartDecimal(name)) return isRefusedAddress(name, policy);
  if (policy.sandbox && LOOPBACK_NAME.test(name)) return false;
  return LOCAL_NAME.test(name);
}

function isRefusedPort(url: URL, policy: DestinationPolicy): boolean {
  if (policy.sandbox || url.port === "") return false;
  const port = Number(url.port);
  return (port < 1_024 && port !== 443) || SERVICE_PORTS.has(port);
}

// RFC 5214: the last 64 bits are ::0:5efe:a.b.c.d, a tunnel to that IPv4 address.
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , flags, tag] = address.parts;
  return tag === 0x5efe && (flags === 0 || flags === 0x200);
}
