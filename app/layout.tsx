import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { findPerson, pageLocale } from "@/lib/http/dashboard";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Tillgate", template: "%s · Tillgate" },
  description: "A USDT payment gateway that merchants run for themselves.",
  icons: {
    icon: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%230b5d4b' d='M0 4a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v12H0z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='2' d='M4 5h8M8 5v7'/%3E%3C/svg%3E",
  },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#eef2ee" },
    { media: "(prefers-color-scheme: dark)", color: "#0a1210" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Scripts carry the nonce of their request, so no page is made ahead of it.
  await connection();
  const person = await findPerson();
  const theme = person && person.theme !== "system" ? person.theme : undefined;
  return (
    <html lang={person ? await pageLocale() : "en"} data-theme={theme}>
      <body className="min-h-dvh bg-paper font-sans text-ink antialiased">{children}</body>
    </html>
  );
}
