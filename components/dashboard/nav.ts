import {
  Activity,
  ArrowLeftRight,
  BookUser,
  Coins,
  Combine,
  House,
  Inbox,
  Link2,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Send,
  Settings,
  Store,
  Users,
  Wallet,
  Webhook,
  Zap,
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

const operator = (key: string, path: string, icon: LucideIcon, inBar?: true): NavItem => ({
  key,
  href: `/dashboard/operator${path}`,
  icon,
  needs: "operator",
  ...(inBar ? { inBar } : {}),
});

/** The places of who runs this installation, in a list of their own: they are of no merchant. */
export const OPERATOR_NAV: readonly NavItem[] = [
  operator("opOverview", "", Activity, true),
  operator("opMerchants", "/merchants", Store, true),
  operator("opFees", "/fees", Coins, true),
  operator("opEnergy", "/energy", Zap),
  operator("opSweeps", "/sweeps", Combine, true),
  operator("opOrders", "/orders", ListChecks),
];
