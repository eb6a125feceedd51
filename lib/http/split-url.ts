/** Path and query of a URL as they were sent: `URL` would spell them anew. */
export function splitUrl(url: string): { path: string; query: string } {
  const begin = url.indexOf("/", url.indexOf("//") + 2);
  const rest = begin === -1 ? "/" : url.slice(begin);
  const mark = rest.indexOf("?");
  return mark === -1
    ? { path: rest, query: "" }
    : { path: rest.slice(0, mark), query: rest.slice(mark + 1) };
}
