import type { Metadata } from "next";
import Link from "next/link";
import { Notes } from "@/app/(dashboard)/dashboard/transactions/notes";
import { readDetail } from "@/app/(dashboard)/dashboard/transactions/read-detail";
import { Live, TransactionDetail, textsOf } from "@/components/dashboard";
import { buttonClass, PageHead } from "@/components/ui";
import { openPage, pageLocale } from "@/lib/http/dashboard";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf(await pageLocale(), "detail")("title") };
}

export default async function TransactionPage({ params }: { params: Promise<{ id: string }> }) {
  const facts = await openPage("transaction", "invoices:read");
  const { id } = await params;
  const detail = await readDetail(facts, id);
  const say = textsOf(facts.locale, "detail");
  const list = textsOf(facts.locale, "transactions");
  return (
    <>
      <Live path={`/api/dashboard/transactions/${id}`} />
      <PageHead
        title={say("title")}
        actions={
          <Link
            href="/dashboard/transactions"
            prefetch={false}
            className={buttonClass("secondary")}
          >
            {list("title")}
          </Link>
        }
      />
      <TransactionDetail
        locale={facts.locale}
        timeZone={facts.timeZone}
        facts={detail}
        notes={<Notes facts={facts} id={detail.summary.id} />}
      />
    </>
  );
}
