"use client";

import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl/react";
import type { AccountMenuProps } from "./account-menu-box";
import { AccountTrigger } from "./account-trigger";

const load = () => import("./account-menu-box");
const AccountMenuBox = lazy(async () => ({ default: (await load()).AccountMenuBox }));

/** Who is signed in, the other merchants they work for, and the way out. Pages load the menu when it is asked for. */
export function AccountMenu(props: AccountMenuProps) {
  const t = useTranslations("shell");
  const [wanted, setWanted] = useState(false);
  const { name } = props.person;
  const button = (
    <button
      type="button"
      aria-label={`${t("account")}: ${name}`}
      aria-haspopup="menu"
      aria-expanded={false}
      className="inline-flex min-h-10 max-w-full items-center gap-2 rounded-lg px-2.5 text-sm hover:bg-tint"
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    >
      <AccountTrigger name={name} />
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenuBox {...props} />
    </Suspense>
  );
}
