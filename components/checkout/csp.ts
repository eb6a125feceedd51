/**
 * The payment page's Content-Security-Policy: our own inline style and script by nonce, our own origin, nothing else.
 * `framedBy`: exact origins whose pages may show it in a frame.
 */
export function checkoutCsp(nonce: string, framedBy: readonly string[] = []): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy.length > 0 ? framedBy.join(" ") : "'none'"}`,
  ].join("; ");
}
