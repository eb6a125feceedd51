"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl/react";
import { FailureNotice } from "@/components/dashboard/failure-notice";
import { type ServerAction, useAction } from "@/components/dashboard/use-action";
import { Badge, Button, Dialog } from "@/components/ui";
import type { ViewItem } from "./view-bar";

interface Deeds {
  readonly setDefault: ServerAction<{ readonly viewId: string | null }, null>;
  readonly remove: ServerAction<{ readonly id: string }, null>;
}

/** Which saved view opens first, and taking one's own away. */
export function ManageViews({
  views,
  setDefault,
  remove,
}: Deeds & { readonly views: readonly ViewItem[] }) {
  const t = useTranslations("desk");
  const words = useTranslations("words");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {t("manage")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("manageTitle")}
        about={t("manageAbout")}
        closeLabel={words("close")}
      >
        {views.length === 0 ? (
          <p className="text-sm text-soft">{t("noViews")}</p>
        ) : (
          <ul className="flex flex-col divide-y divide-line">
            {views.map((view) => (
              <One key={view.id} view={view} setDefault={setDefault} remove={remove} />
            ))}
          </ul>
        )}
      </Dialog>
    </>
  );
}

function One({ view, setDefault, remove }: Deeds & { readonly view: ViewItem }) {
  const t = useTranslations("desk");
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const onDone = () => router.refresh();
  const first = useAction(setDefault, { onDone });
  const gone = useAction(remove, { onDone });
  const { id, name, mine, owner, isDefault, shared } = view;
  return (
    <li className="flex flex-col gap-2 py-3">
      <span className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 font-medium break-words">{name}</span>
        {isDefault && <Badge tone="good">{t("opensFirst")}</Badge>}
        {!mine && owner && <Badge>{t("sharedBy", { name: owner })}</Badge>}
      </span>
      {asking ? (
        <span className="flex flex-wrap items-center gap-2" role="alert">
          <span className="text-sm">
            {t("deleteSure", { name })} {shared && t("deleteShared")}
          </span>
          <Button look="secondary" onClick={() => setAsking(false)}>
            {t("keep")}
          </Button>
          <Button look="danger" busy={gone.busy} onClick={() => void gone.run({ id })}>
            {t("deleteYes")}
          </Button>
        </span>
      ) : (
        <span className="flex flex-wrap gap-2">
          <Button
            look="secondary"
            busy={first.busy}
            aria-label={t(isDefault ? "notFirstOf" : "openFirstOf", { name })}
            onClick={() => void first.run({ viewId: isDefault ? null : id })}
          >
            {t(isDefault ? "notFirst" : "openFirst")}
          </Button>
          {mine && (
            <Button
              look="quiet"
              aria-label={t("deleteOf", { name })}
              onClick={() => setAsking(true)}
            >
              {t("delete")}
            </Button>
          )}
        </span>
      )}
      <FailureNotice failure={first.failure ?? gone.failure} />
    </li>
  );
}
