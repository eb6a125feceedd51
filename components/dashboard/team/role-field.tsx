"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button } from "@/components/ui";

export interface RoleChange {
  readonly userId: string;
  readonly role: string;
}

/** Gives somebody another role: chosen first, then saved, with a code where the role moves money (D-29). */
export function RoleField({
  userId,
  name,
  role,
  roles,
  change,
}: {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  /** That may be given by who looks at it. */
  readonly roles: readonly string[];
  readonly change: ServerAction<RoleChange, null>;
}) {
  const t = useTranslations("team");
  const words = useTranslations("words");
  const router = useRouter();
  const { run, busy, failure, dialog } = useAction(change, { onDone: () => router.refresh() });
  const form = useForm(busy, (text) => run({ userId, role: text("role") }));
  return (
    <>
      <form {...form} className="flex items-center gap-2">
        <select
          key={role}
          name="role"
          aria-label={t("roleOf", { name })}
          defaultValue={role}
          className="h-10 rounded-lg border border-field bg-slip px-2 text-sm"
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {t(`role_${one}` as never)}
            </option>
          ))}
        </select>
        <Button type="submit" look="quiet" busy={busy}>
          {words("save")}
        </Button>
      </form>
      <FailureNotice failure={failure} />
      {dialog}
    </>
  );
}
