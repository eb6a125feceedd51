import Link from "next/link";
import { buttonClass } from "@/components/ui";

/** The ways on from a page of a list: to the newest, and to what is older. */
export function Pager({
  label,
  first,
  older,
}: {
  readonly label: string;
  readonly first: { readonly href: string; readonly text: string } | null;
  readonly older: { readonly href: string; readonly text: string } | null;
}) {
  if (first === null && older === null) return null;
  return (
    <nav aria-label={label} className="flex justify-between gap-2 pt-4">
      {first ? (
        <Link href={first.href} prefetch={false} className={buttonClass("secondary")}>
          {first.text}
        </Link>
      ) : (
        <span />
      )}
      {older && (
        <Link href={older.href} prefetch={false} className={buttonClass("secondary")}>
          {older.text}
        </Link>
      )}
    </nav>
  );
}
