import Link from "next/link";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { PageHead } from "@/components/ui";

const TABS = [
  { key: "Webhooks", href: "/dashboard/developers", needs: "webhooks:read" },
  { key: "Keys", href: "/dashboard/developers/keys", needs: "keys:read" },
  { key: "Calls", href: "/dashboard/developers/requests", needs: "keys:read" },
  { key: "Sandbox", href: "/dashboard/developers/sandbox", needs: "sandbox:pay" },
] as const;

/** The head of a developer's page, with the ways to the others that this person may see. */
export function DeveloperHead({
  locale,
  here,
  permissions,
  sandbox,
}: {
  readonly locale: string;
  readonly here: (typeof TABS)[number]["key"];
  readonly permissions: ReadonlySet<string>;
  readonly sandbox: boolean;
}) {
  const say: Say = textsOf(locale, "developers");
  const shown = TABS.filter(
    ({ key, needs }) => permissions.has(needs) && (sandbox || key !== "Sandbox"),
  );
  return (
    <>
      <PageHead title={say("title")} about={say("about")} />
      <nav aria-label={say("title")} className="border-b border-line">
        <ul className="flex flex-wrap gap-x-6">
          {shown.map(({ key, href }) => (
            <li key={key}>
              <Link
                href={href}
                prefetch={false}
                aria-current={key === here ? "page" : undefined}
                className="inline-flex min-h-11 items-center border-b-2 border-transparent text-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
              >
                {say(`tab${key}`)}
              </Link>
            </li>
          ))}
          <li>
            <Link
              href="/docs"
              prefetch={false}
              className="inline-flex min-h-11 items-center border-b-2 border-transparent text-soft hover:text-ink"
            >
              {say("reference")}
            </Link>
          </li>
        </ul>
      </nav>
    </>
  );
}
