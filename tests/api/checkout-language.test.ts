import { expect, inject, it } from "vitest";
import { createInvoice } from "../support/api-client";

const api = inject("api");

it("C-23: a language that was chosen stays chosen after every plain form", async () => {
  for (const query of ["", "?lang=de", "?lang=ar&embed=1"]) {
    const { url } = await createInvoice(api, {
      query: { currencyType: "USDT-TRC20", amount: "5", timer: "1" },
    });
    const code = url.split("/s/")[1];
    const html = await (await fetch(`${api.origin}/s/${code}${query}`)).text();
    const forms = [...html.matchAll(/<form [^>]*action="([^"]+)"/g)].map(([, action = ""]) =>
      action.replaceAll("&amp;", "&"),
    );
    const plain = forms.filter((action) => /\/(extend|pay)\b/.test(action));
    expect(plain).toHaveLength(3);
    for (const action of plain) {
      const answer = await fetch(`${api.origin}${action}`, {
        method: "POST",
        headers: { accept: "text/html" },
        body: new URLSearchParams(),
        redirect: "manual",
      });
      expect([answer.status, answer.headers.get("location")], action).toEqual([
        303,
        `/s/${code}${query}`,
      ]);
    }
  }
});
