import {
  ArrowLeftRight,
  BookUser,
  House,
  Inbox,
  Link2,
  type LucideIcon,
  ScrollText,
  Send,
  Settings,
  Users,
  Wallet,
  Webhook,
} from "lucide-react";

export interface NavItem {
  /** Its name in the texts of the shell. */
  readonly key: string;
  readonly href: string;
  readonly icon: LucideIcon;
  /** The permission without which it is not shown. */
  readonly needs: string;
  /** Stands in the bar of a phone. */
  readonly inBar?: true;
  /** Shows how many wait. */
  readonly counts?: true;
}

/** Every place of the dashboard, in the order in which people look for them. A page that is built enters here. */
export const NAV: readonly NavItem[] = [
  { key: "home", href: "/dashboard", icon: House, needs: "home:read", inBar: true },
  {
    key: "transactions",
    href: "/dashboard/transactions",
    icon: ArrowLeftRight,
    needs: "invoices:read",
    inBar: true,
  },
  { key: "links", href: "/dashboard/links", icon: Link2, needs: "invoices:read" },
  { key: "wallets", href: "/dashboard/wallets", icon: Wallet, needs: "customers:read" },
  {
    key: "requests",
    href: "/dashboard/requests",
    icon: Inbox,
    needs: "withdrawals:read",
    inBar: true,
    counts: true,
  },
  {
    key: "payouts",
    href: "/dashboard/payouts",
    icon: Send,
    needs: "withdrawals:read",
    inBar: true,
  },
  {
    key: "recipients",
    href: "/dashboard/recipients",
    icon: BookUser,
    needs: "recipients:read",
  },
  { key: "settings", href: "/dashboard/settings", icon: Settings, needs: "settings:read" },
  { key: "developers", href: "/dashboard/developers", icon: Webhook, needs: "webhooks:read" },
  { key: "team", href: "/dashboard/team", icon: Users, needs: "team:read" },
  { key: "audit", href: "/dashboard/audit", icon: ScrollText, needs: "audit:read" },
];
