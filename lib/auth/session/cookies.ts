import type { CookieOption, CookiesOptions } from "next-auth";

/** Over HTTPS the names bind the cookies to this host, this path and TLS (RFC 6265bis, 4.1.3.2). */
export function cookieNames(origin: string) {
  const prefix = isSecure(origin) ? "__Host-" : "";
  return { session: `${prefix}tillgate-session`, csrf: `${prefix}tillgate-csrf` };
}

export function isSecure(origin: string): boolean {
  return origin.startsWith("https:");
}

/** The cookies of next-auth under our names: never to a script, never from another site. */
export function cookieOptions(origin: string): Partial<CookiesOptions> {
  const names = cookieNames(origin);
  const cookie = (name: string): CookieOption => ({
    name,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(origin) },
  });
  return {
    sessionToken: cookie(names.session),
    csrfToken: cookie(names.csrf),
    callbackUrl: cookie(`${isSecure(origin) ? "__Host-" : ""}tillgate-callback`),
  };
}
