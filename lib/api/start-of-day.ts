import { TZDate } from "@date-fns/tz";
import { addDays } from "date-fns";

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Midnight of a day ("2026-11-22") in an IANA zone, so many days later; null for what is no day. */
export function startOfDay(text: string, daysLater: number, timeZone: string): Date | null {
  const [, year = "", month = "", date = ""] = DAY.exec(text) ?? [];
  const day = new TZDate(Number(year), Number(month) - 1, Number(date), timeZone);
  const same = day.getFullYear() === Number(year) && day.getMonth() === Number(month) - 1;
  if (year === "" || !same || day.getDate() !== Number(date)) return null;
  return new Date(addDays(day, daysLater).getTime());
}
