"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { useForm } from "@/components/dashboard/auth/use-form";
import { FailureNotice, problemOf } from "@/components/dashboard/failure-notice";
import { DASHBOARD_LANGUAGES } from "@/components/dashboard/messages/catalog";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Button, SelectField, TextField } from "@/components/ui";

export interface Profile {
  readonly name: string;
  readonly language: string;
  /** An IANA name; empty: the browser's. */
  readonly timeZone: string;
  readonly theme: string;
}

const THEMES = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;

/** How the person is called and sees the dashboard; what is saved applies at once. */
export function ProfileForm({
  profile,
  zones,
  save,
}: {
  readonly profile: Profile;
  /** Every zone there is to choose. */
  readonly zones: readonly string[];
  readonly save: ServerAction<Profile, null>;
}) {
  const t = useTranslations("account");
  const words = useTranslations("words");
  const router = useRouter();
  const [saved, setSaved] = useState(false);
  const { run, busy, failure } = useAction(save, {
    onDone: () => {
      setSaved(true);
      router.refresh();
    },
  });
  const form = useForm(busy, (text) => {
    setSaved(false);
    return run({
      name: text("name").trim(),
      language: text("language"),
      timeZone: text("timeZone"),
      theme: text("theme"),
    });
  });
  return (
    <form {...form} className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          id="profile-name"
          name="name"
          label={t("name")}
          defaultValue={profile.name}
          autoComplete="name"
          error={problemOf(failure, "name", t as never)}
          required
        />
        <Choices profile={profile} zones={zones} />
      </div>
      <FailureNotice failure={failure?.details.length ? null : failure} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" busy={busy}>
          {words("save")}
        </Button>
        <p role="status" className="text-sm text-good">
          {saved && t("saved")}
        </p>
      </div>
    </form>
  );
}

function Choices({
  profile,
  zones,
}: {
  readonly profile: Profile;
  readonly zones: readonly string[];
}) {
  const t = useTranslations("account");
  const shell = useTranslations("shell");
  const known = zones.includes(profile.timeZone) || profile.timeZone === "";
  return (
    <>
      <SelectField
        id="profile-language"
        name="language"
        label={t("language")}
        defaultValue={profile.language}
      >
        {Object.entries(DASHBOARD_LANGUAGES).map(([code, own]) => (
          <option key={code} value={code} lang={code}>
            {own}
          </option>
        ))}
      </SelectField>
      <SelectField
        id="profile-zone"
        name="timeZone"
        label={t("timeZone")}
        defaultValue={profile.timeZone}
      >
        <option value="">{t("browserZone")}</option>
        {!known && <option>{profile.timeZone}</option>}
        {zones.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
      <SelectField id="profile-theme" name="theme" label={t("theme")} defaultValue={profile.theme}>
        {Object.entries(THEMES).map(([theme, key]) => (
          <option key={theme} value={theme}>
            {shell(key)}
          </option>
        ))}
      </SelectField>
    </>
  );
}
