import { eq } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import { users } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { checkName, personOf } from "./internal";

export interface ProfilePatch {
  readonly name?: string;
  /** Two letters. */
  readonly language?: string;
  /** An IANA name; null: the browser's. */
  readonly timeZone?: string | null;
  readonly theme?: "system" | "light" | "dark";
}

/** Changes how the person is called and sees the dashboard (D-14, D-36). Throws scope_missing, validation_failed. */
export async function updateProfile(ctx: Context, patch: ProfilePatch): Promise<void> {
  const userId = personOf(ctx);
  const set = {
    ...(patch.name === undefined ? {} : { name: checkName(patch.name) }),
    ...(patch.language === undefined ? {} : { language: checkLanguage(patch.language) }),
    ...(patch.timeZone === undefined ? {} : { timeZone: checkZone(patch.timeZone) }),
    ...(patch.theme === undefined ? {} : { theme: patch.theme }),
  };
  if (Object.keys(set).length === 0) return;
  await transact(ctx, async (tx) => {
    await tx.update(users).set(set).where(eq(users.id, userId));
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.profile_changed",
      subjectKind: "user",
      subjectId: userId,
      data: { changed: Object.keys(set) },
    });
  });
}

function checkLanguage(language: string): string {
  if (/^[a-z]{2}$/.test(language)) return language;
  const message = "must be a language of two letters";
  throw new AppError("validation_failed", { details: [{ path: "language", message }] });
}

function checkZone(zone: string | null): string | null {
  if (zone === null) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    const message = "must be a time zone, like Europe/Oslo";
    throw new AppError("validation_failed", { details: [{ path: "timeZone", message }] });
  }
}
