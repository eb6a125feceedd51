import { notFound } from "next/navigation";
import { getConfig } from "@/lib/config";
import { shownConfirmations } from "@/lib/http";
import type { PageFacts } from "@/lib/http/dashboard";
import { AppError } from "@/lib/kit";
import { getRecordDetail, type RecordDetail } from "@/lib/records";

/** A record with all that belongs to it; a page that is not there for an id of nobody's. */
export async function readDetail({ ctx }: PageFacts, id: string): Promise<RecordDetail> {
  const { confirmations } = shownConfirmations(getConfig());
  return getRecordDetail(ctx, id, confirmations).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
}
