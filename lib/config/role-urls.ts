import { createHmac } from "node:crypto";

export type DatabaseRole = "tillgate_web" | "tillgate_worker";

/** The password that a role gets when no URL of its own names one: made from TILLGATE_SECRET. */
export function rolePassword(secret: string, role: DatabaseRole): string {
  return createHmac("sha256", secret).update(`database role ${role}`).digest("base64url");
}

/** The owner's URL as another role, so that one URL is enough. */
export function roleUrl(ownerUrl: string, role: DatabaseRole, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}
