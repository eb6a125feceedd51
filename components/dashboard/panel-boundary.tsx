"use client";

import { useRouter } from "next/navigation";
import { Component, type ReactNode, startTransition } from "react";
import { useTranslations } from "use-intl/react";
import { Button, Notice } from "@/components/ui";

interface BoundaryProps {
  readonly children: ReactNode;
  readonly broken: (digest: string, again: () => void) => ReactNode;
}

class Boundary extends Component<BoundaryProps, { readonly error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const digest = "digest" in error ? String(error.digest) : "";
    return this.props.broken(digest, () => this.setState({ error: null }));
  }
}

/** A part of a page that may break by itself: the rest stands, and it can be tried again (D-13). */
export function PanelBoundary({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("words");
  const router = useRouter();
  return (
    <Boundary
      broken={(digest, again) => (
        <Notice tone="bad" role="alert" title={t("brokenTitle")}>
          <p>{t("brokenAbout")}</p>
          {digest && <p className="mt-1 font-mono text-xs">{t("requestId", { id: digest })}</p>}
          <Button
            look="secondary"
            className="mt-3"
            onClick={() =>
              startTransition(() => {
                router.refresh();
                again();
              })
            }
          >
            {t("retry")}
          </Button>
        </Notice>
      )}
    >
      {children}
    </Boundary>
  );
}
