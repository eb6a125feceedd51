import { Notes } from "@/app/(dashboard)/dashboard/transactions/notes";
import { readDetail } from "@/app/(dashboard)/dashboard/transactions/read-detail";
import { Drawer, Live, TransactionDetail, textsOf } from "@/components/dashboard";
import { openPage } from "@/lib/http/dashboard";

/** The same record over the list from which it was opened; a reload shows it as a page (D-09). */
export default async function TransactionDrawer({ params }: { params: Promise<{ id: string }> }) {
  const facts = await openPage("transaction", "invoices:read");
  const { id } = await params;
  const detail = await readDetail(facts, id);
  const say = textsOf(facts.locale, "detail");
  return (
    <Drawer title={say("title")} closeLabel={say("close")}>
      <Live path={`/api/dashboard/transactions/${id}`} />
      <TransactionDetail
        locale={facts.locale}
        timeZone={facts.timeZone}
        facts={detail}
        notes={<Notes facts={facts} id={detail.summary.id} />}
      />
    </Drawer>
  );
}
