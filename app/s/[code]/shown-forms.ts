import type { ShownForm } from "@/components/checkout";

const SAID: Readonly<Record<string, ShownForm>> = {
  open: "open",
  done: "done",
  malformed: "malformed",
  address: "address",
  "too-many": "too_many",
};

/** What the page says of the forms that its address names (`lib/http/after-form.ts`). */
export function shownForms(request: Request): {
  readonly mailed: ShownForm | null;
  readonly contact: ShownForm | null;
} {
  const asked = new URL(request.url).searchParams;
  const said = (name: string) => {
    const word = asked.get(name) ?? "";
    return Object.hasOwn(SAID, word) ? (SAID[word] ?? null) : null;
  };
  return { mailed: said("mail"), contact: said("contact") };
}
