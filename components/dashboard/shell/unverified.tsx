import Link from "next/link";
import { textsOf } from "@/components/dashboard/texts";
import { Notice } from "@/components/ui";

/** Stands on every page until the person's address is confirmed, and says what waits for that. */
export function Unverified({ locale, email }: { readonly locale: string; readonly email: string }) {
  const say = textsOf(locale, "shell");
  return (
    <div className="mb-6">
      <Notice tone="warn" title={say("unverified", { email })}>
        <p>{say("unverifiedAbout")}</p>
        <Link href="/dashboard/account" className="underline underline-offset-4">
          {say("unverifiedLink")}
        </Link>
      </Notice>
    </div>
  );
}
