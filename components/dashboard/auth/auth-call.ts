/** What next-auth's handler answers to a form: where to go on, and in it why not. */
export interface AuthAnswer {
  readonly status: number;
  /** The code of the refusal; null: it worked. */
  readonly error: string | null;
  /** Seconds, where one must wait. */
  readonly retryAfter: number;
}

/** Sends a form to next-auth's handler with its own token against forged requests. */
export async function authCall(
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<AuthAnswer> {
  const given = await fetch("/api/auth/csrf", { cache: "no-store" });
  const { csrfToken } = (await given.json()) as { csrfToken: string };
  const response = await fetch(`/api/auth/${path}`, {
    method: "POST",
    body: new URLSearchParams({ ...fields, csrfToken, json: "true", callbackUrl: "/dashboard" }),
  });
  const body = (await response.json().catch(() => ({}))) as { url?: string; error?: string };
  const error =
    body.error ?? (body.url ? new URL(body.url, location.href).searchParams.get("error") : null);
  const retryAfter = Number(response.headers.get("retry-after")) || 0;
  return { status: response.status, error: response.ok ? error : (error ?? "failed"), retryAfter };
}
