import { CircleUser } from "lucide-react";

/** What stands on the button of the account's menu. */
export function AccountTrigger({ name }: { readonly name: string }) {
  return (
    <>
      <CircleUser className="size-5" aria-hidden />
      <span className="hidden max-w-40 truncate sm:inline">{name}</span>
    </>
  );
}
