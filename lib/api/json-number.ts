/** A number of a request body, kept as its text: money is never read through binary floating point. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Its text, for comparison with a value of the query. */
  toString(): string {
    return this.text;
  }
}
