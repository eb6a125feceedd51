/** Text from outside as the database takes it: no NUL, at most so many characters. */
export function cleanText(text: string, maxLength: number): string {
  return text.replaceAll("\0", "\uFFFD").slice(0, maxLength);
}
