"use client";

import { useQuery } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl/react";
import { Notice } from "@/components/ui";
import { kindKey } from "./order-kind";

const EVERY_MS = 1_500;

/** An order as the browser is told of it. */
interface Standing {
  readonly kind: string;
  readonly state: "waiting" | "done" | "failed";
  readonly problem: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
}

/** How an order stands, asked again until it is done or failed; then the page is drawn anew. */
export function OrderProgress({
  id,
  onDone,
}: {
  readonly id: string;
  readonly onDone: () => void;
}) {
  const t = useTranslations("opOrders");
  const router = useRouter();
  const { data, isError } = useQuery({
    queryKey: ["order", id],
    queryFn: ({ signal }) => readOrder(id, signal),
    refetchInterval: ({ state }) => (isEnded(state.data) ? false : EVERY_MS),
    staleTime: 0,
  });
  const state = data?.state ?? "waiting";
  // The callback may be a new one at each drawing; what ended, ended once.
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    if (state === "done") done.current();
    if (state !== "waiting") router.refresh();
  }, [state, router]);
  if (data === undefined) {
    return isError ? <Notice tone="warn">{t("unreachable")}</Notice> : null;
  }
  const kind = t(kindKey(data.kind) as never);
  if (data.state === "failed") {
    return (
      <Notice tone="bad" title={t("progressFailed", { kind })}>
        <p className="break-words">{data.problem ?? t("unknownProblem")}</p>
      </Notice>
    );
  }
  if (data.state === "done") {
    return (
      <Notice tone="good" title={t("progressDone", { kind })}>
        <Outcome order={data} />
      </Notice>
    );
  }
  return (
    <Notice tone="info">
      <span className="flex items-center gap-2">
        <LoaderCircle className="size-4 animate-spin motion-reduce:animate-none" aria-hidden />
        {t("progress", { kind })}
      </span>
    </Notice>
  );
}

/** What came of it that is worth a line. */
function Outcome({ order }: { readonly order: Standing }) {
  const t = useTranslations("opOrders");
  const { merchantId, transfers } = order.result ?? {};
  if (order.kind === "merchant.create" && typeof merchantId === "string") {
    return (
      <Link
        href={`/dashboard/operator/merchants/${merchantId}`}
        prefetch={false}
        className="underline underline-offset-4"
      >
        {t("openMerchant")}
      </Link>
    );
  }
  if (typeof transfers === "number") return t("transfers", { count: transfers });
  return order.kind.startsWith("energy.") ? t("staked") : null;
}

const isEnded = (order: Standing | undefined) => order !== undefined && order.state !== "waiting";

async function readOrder(id: string, signal: AbortSignal): Promise<Standing> {
  const path = `/api/dashboard/operator/orders/${id}`;
  const response = await fetch(path, { signal, cache: "no-store" });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return ((await response.json()) as { data: { order: Standing } }).data.order;
}
