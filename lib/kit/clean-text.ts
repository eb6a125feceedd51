/** Text from outside as the database takes it: no NUL, at most so many characters. */
export function cleanText(text: string, maxLength: number): string {
  // Half of a pair at the end is no character, and no database takes it.
  return text
    .replaceAll("\0", "\uFFFD")
    .slice(0, maxLength)
    .replace(/[\uD800-\uDBFF]$/, "");
}
