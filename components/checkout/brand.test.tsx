import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { CHECKOUT_LANGUAGES } from "@/lib/api";
import { checkoutCsp, renderCheckout } from "./index";
import { LANGUAGES } from "./languages";
import type { CheckoutPageModel } from "./page-model";
import { modelOf, STATES } from "./test-models";

const html = (model: CheckoutPageModel) =>
  renderToStaticMarkup(renderCheckout({ model, nonce: "bm9uY2U" }));
type Shop = Partial<CheckoutPageModel["shop"]>;
const branded = (shop: Shop, state: CheckoutPageModel["state"] = "waiting") =>
  html(modelOf(state, {}, {}, {}, shop));
const styleOf = (page: string) => /<style[^>]*>(.*?)<\/style>/s.exec(page)?.[1] ?? "";

it("the settings know the languages that the page has", () => {
  expect([...CHECKOUT_LANGUAGES]).toEqual(Object.keys(LANGUAGES));
});

describe("a shop's page", () => {
  it("has the shop's name wherever the shop is named", () => {
    const page = branded({ name: "Fjord & Tea" }, "expired");
    expect(page).toContain("<bdi>Fjord &amp; Tea</bdi>");
    expect(page).toContain("ask Fjord &amp; Tea for a new link");
    expect(page).not.toContain("Nordlys");
  });

  it("has the logo from our own origin, by its digest", () => {
    expect(branded({ logo: "0123456789abcdef" })).toContain(
      '<img src="/s/abc/logo?v=0123456789abcdef" alt="" height="40"/>',
    );
    expect(branded({})).not.toContain("<img");
  });

  it("has the shop's colour as properties in the style that the policy names, and nothing else of it", () => {
    const own = styleOf(branded({ color: "#7b2d8b" }));
    expect(own).toMatch(/:root\{--accent:#7b2d8b;--on-accent:#ffffff\}@media screen/);
    expect(styleOf(branded({}))).not.toContain("#7b2d8b");
    expect(branded({ color: "#7b2d8b" }).match(/<style/g)).toHaveLength(1);
    expect(branded({ color: "#7b2d8b" })).not.toMatch(/\sstyle=/);
    expect(() => branded({ color: "red}</style><script>" })).toThrow(TypeError);
  });

  it("has the note as plain text", () => {
    const page = branded({ note: 'Thank you.\n<b onclick="x">We</b> send on Tuesdays.' });
    expect(page).toContain("A note from <bdi>Nordlys Teahouse</bdi>");
    expect(page).toContain(
      "Thank you.\n&lt;b onclick=&quot;x&quot;&gt;We&lt;/b&gt; send on Tuesdays.",
    );
    expect(branded({})).not.toContain("A note from");
  });

  it.each(STATES)("%s names the shop's support only where the state asks for it", (state) => {
    const asks = /^(checking|overpaid|expired|expired_partial|late|cancelled)$/.test(state);
    const page = branded({ supportUrl: "https://shop.example/help?p=INV-7" }, state);
    expect(page.includes('href="https://shop.example/help?p=INV-7"')).toBe(asks);
    expect(page.includes("Contact <bdi>Nordlys Teahouse</bdi></a>")).toBe(asks);
    expect(branded({}, state)).not.toContain('class="contact"');
  });

  it.each(["javascript:alert(1)", "http://shop.example/", "https://a:b@shop.example/", "x"])(
    "never links to %s",
    (supportUrl) => {
      expect(branded({ supportUrl }, "late")).not.toContain('class="contact"');
    },
  );

  it("says which host to check, but not in a frame, where the address bar is the shop's", () => {
    const line = "address bar of your browser shows <b><bdi>pay.example</bdi></b>";
    expect(html(modelOf("waiting"))).toContain(line);
    expect(html(modelOf("waiting", {}, { embed: { origin: null } }))).not.toContain("address bar");
    expect(html(modelOf("paid"))).not.toContain("address bar");
  });
});

describe("in a frame", () => {
  const origin = "https://shop.example";

  it("knows whom it may talk to, and keeps knowing it in another language", () => {
    const page = html(modelOf("waiting", {}, { embed: { origin } }));
    expect(page).toContain('data-embed="https://shop.example"');
    expect(page).toContain('href="?lang=de&amp;embed=1&amp;origin=https%3A%2F%2Fshop.example"');
  });

  it("of somebody unknown it talks to nobody", () => {
    for (const embed of [null, { origin: null }]) {
      expect(html(modelOf("waiting", {}, { embed }))).not.toContain("data-embed");
    }
    expect(html(modelOf("waiting"))).toContain('href="?lang=de"');
  });

  it("leads back to the shop out of the frame", () => {
    const callbackUrl = "https://shop.example/thanks";
    const framed = html(modelOf("paid", { callbackUrl }, { embed: { origin } }));
    expect(framed).toMatch(/<a class="button" href="[^"]+" rel="noreferrer" target="_top"/);
    expect(html(modelOf("paid", { callbackUrl }))).not.toContain(' target="_top"');
  });
});

describe("the policy", () => {
  it("lets the shop's origins frame the page, exactly those, and by default nobody", () => {
    const rest =
      "default-src 'none'; style-src 'nonce-abc'; script-src 'nonce-abc'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; ";
    expect(checkoutCsp("abc", [])).toBe(`${rest}frame-ancestors 'none'`);
    expect(checkoutCsp("abc", ["https://shop.example", "https://b.example:8443"])).toBe(
      `${rest}frame-ancestors https://shop.example https://b.example:8443`,
    );
  });
});
