import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkWebhookUrl, isRefusedAddress } from "./webhook-url";

const production = { sandbox: false };
const sandbox = { sandbox: true };
const PRIVATE = "webhookUrl must not point to a private address";
const NOT_HTTPS = "webhookUrl must be an https URL";

const LOOPBACK_HOSTS = [
  ...["127.0.0.1", "127.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7F.1", "0177.0.0.1"],
  ...[
    "017700000001",
    "127.0.0.1.",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "localhost",
    "LOCALHOST",
    "localhost.",
  ],
  ...["a.localhost", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"],
];
const PRIVATE_HOSTS = [
  ...["0.0.0.0", "0", "0x0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "0xa000001", "012.0.0.1"],
  ...[
    "167772161",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.65535",
    "169.254.169.254",
  ],
  ...[
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.0.0",
    "100.64.0.1",
    "100.127.0.1",
  ],
  ...["100.100.100.200", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1"],
  ...["198.19.255.255", "198.51.100.1", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1"],
  ...[
    "255.255.255.255",
    "168.63.129.16",
    "[::]",
    "[::10.0.0.1]",
    "[::127.0.0.1]",
    "[::ffff:10.0.0.1]",
  ],
  ...["[::ffff:a9fe:a9fe]", "[::ffff:0:10.0.0.1]", "[64:ff9b::10.0.0.1]", "[64:ff9b::8.8.8.8]"],
  ...["[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:808:808::1]", "[2001::1]"],
  ...[
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[100::1]",
  ],
  ...[
    "[fe80::1]",
    "[febf::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[4000::1]",
  ],
  ...[
    "[2001:4860::5efe:10.0.0.1]",
    "[2001:4860::200:5efe:10.0.0.1]",
    "[2001:2::1]",
    "[2001:10::1]",
  ],
  ...["metadata.google.internal", "printer.local", "router.home.arpa", "x.localdomain", "internal"],
];
const PUBLIC_HOSTS = [
  ...["example.com", "8.8.8.8", "9.255.255.255", "11.0.0.1", "172.15.255.255", "172.32.0.1"],
  ...["100.63.255.255", "100.128.0.1", "169.253.0.1", "192.167.0.1", "198.17.0.1", "198.20.0.1"],
  ...["223.255.255.255", "[2001:4860:4860::8888]", "[2606:4700::1111]", "[::ffff:8.8.8.8]"],
  ...["localhost.example.com", "notlocal", "xn--bcher-kva.example", "0x08080808"],
];

describe("checkWebhookUrl, hosts", () => {
  it.each(LOOPBACK_HOSTS)("%s is refused in production and allowed in the sandbox", (host) => {
    expect(checkWebhookUrl(`https://${host}/hook`, production)).toBe(PRIVATE);
    expect(checkWebhookUrl(`http://${host}:9/hook`, sandbox)).toBeNull();
  });

  it.each(PRIVATE_HOSTS)("%s is refused everywhere", (host) => {
    expect(checkWebhookUrl(`https://${host}/hook`, production)).toBe(PRIVATE);
    expect(checkWebhookUrl(`http://${host}/hook`, sandbox)).toBe(PRIVATE);
  });

  it.each(PUBLIC_HOSTS)("%s is allowed", (host) => {
    expect(checkWebhookUrl(`https://${host}/hook?a=b`, production)).toBeNull();
    expect(checkWebhookUrl(`http://${host}/hook`, sandbox)).toBeNull();
  });
});

describe("checkWebhookUrl, the rest of the URL", () => {
  it.each([
    ...["", "example.com", "/hook", "//example.com", "https:example.com", "https:///example.com"],
    ...["https://", "ftp://example.com", "file:///etc/passwd", "gopher://example.com", "data:,x"],
    ...["javascript:alert(1)", "https://user@example.com", "https://user:pass@example.com"],
    ...[
      "https://@example.com#x",
      "https://example.com/#x",
      "https://example.com#",
      " https://a.com",
    ],
    ...[
      "https://exam\nple.com",
      "https://example.com/a b",
      "https:\\\\example.com",
      "https://[::1",
    ],
    ...[
      "https://example.com:70000",
      "https://1.2.3.4.5",
      `https://example.com/${"a".repeat(2_029)}`,
    ],
  ])("%j is no https URL", (text) => {
    expect(checkWebhookUrl(text, production)).toBe(NOT_HTTPS);
    expect(checkWebhookUrl(text, sandbox)).toBe(NOT_HTTPS);
  });

  it("takes 2,048 characters", () => {
    expect(checkWebhookUrl(`https://example.com/${"a".repeat(2_028)}`, production)).toBeNull();
  });

  it("takes http in the sandbox only", () => {
    expect(checkWebhookUrl("http://example.com", production)).toBe(NOT_HTTPS);
    expect(checkWebhookUrl("http://example.com", sandbox)).toBeNull();
  });

  it.each([22, 25, 80, 5432, 6379, 3306, 27017, 11211])("refuses port %d in production", (port) => {
    expect(checkWebhookUrl(`https://example.com:${port}/`, production)).toBe(NOT_HTTPS);
  });

  it.each([443, 8443, 3000])("takes port %d", (port) => {
    expect(checkWebhookUrl(`https://example.com:${port}/`, production)).toBeNull();
  });

  it("names the field that it was asked about", () => {
    expect(checkWebhookUrl("x", production, "callbackUrl")).toBe(
      "callbackUrl must be an https URL",
    );
  });
});

describe("isRefusedAddress", () => {
  it.each(["", "localhost", "example.com", "1.2.3", "::1::", "fe80::1%eth0", "::ffff:10.0.0.1%1"])(
    "refuses %j",
    (text) => {
      expect(isRefusedAddress(text, production)).toBe(true);
    },
  );

  it("judges a mapped address as the IPv4 address that it carries", () => {
    fc.assert(
      fc.property(fc.ipV4(), (v4) => {
        for (const policy of [production, sandbox]) {
          expect(isRefusedAddress(`::ffff:${v4}`, policy)).toBe(isRefusedAddress(v4, policy));
        }
      }),
    );
  });

  it("refuses every address that tunnels or translates to an IPv4 address", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom("::", "64:ff9b::", "::ffff:0:"), (v4, prefix) => {
        fc.pre(v4 !== "0.0.0.1");
        expect(isRefusedAddress(`${prefix}${v4}`, sandbox)).toBe(true);
      }),
    );
  });
});
