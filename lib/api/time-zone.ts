import { invalidFields } from "./input";

const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/** An IANA time zone ("Europe/Oslo", "UTC"), as it was given. Offsets are none. Throws validation_failed. */
export function readTimeZone(name: string): string {
  try {
    if (name.length > 64 || !NAME.test(name)) throw new RangeError("no name");
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    throw invalidFields([{ path: "timeZone", message: "must be an IANA time zone" }]);
  }
}
