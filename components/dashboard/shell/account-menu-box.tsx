"use client";

import { useTranslations } from "use-intl/react";
import { Menu, MenuItem, MenuLine, MenuLink } from "@/components/ui";
import { AccountTrigger } from "./account-trigger";
import { showMerchant } from "./choose-merchant";
import { signOut } from "./sign-out";

export interface AccountMenuProps {
  readonly person: { readonly name: string; readonly email: string };
  readonly merchantName: string | null;
  readonly others: readonly { readonly merchantId: string; readonly name: string }[];
  /** Shows another merchant's dashboard. */
  readonly choose: (merchantId: string) => Promise<unknown>;
}

/** The menu itself; `AccountMenu` loads it when it is asked for. */
export function AccountMenuBox({ person, merchantName, others, choose }: AccountMenuProps) {
  const t = useTranslations("shell");
  return (
    <Menu
      label={`${t("account")}: ${person.name}`}
      trigger={<AccountTrigger name={person.name} />}
      defaultOpen
    >
      <p className="px-2.5 py-2">
        <span className="block font-medium">{person.name}</span>
        <span className="block text-soft">{person.email}</span>
        {merchantName && <span className="block text-soft">{merchantName}</span>}
      </p>
      <MenuLine />
      {others.map(({ merchantId, name }) => (
        <MenuItem key={merchantId} onClick={() => void showMerchant(choose, merchantId)}>
          {name}
        </MenuItem>
      ))}
      {others.length > 0 && <MenuLine />}
      <MenuLink href="/dashboard/account">{t("account")}</MenuLink>
      <MenuItem onClick={() => void signOut()}>{t("signOut")}</MenuItem>
    </Menu>
  );
}
