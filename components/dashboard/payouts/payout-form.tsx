"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl/react";
import { useAction } from "@/components/dashboard/use-action";
import { PayoutFields } from "./payout-fields";
import { PayoutReview } from "./payout-review";
import { reviewedFacts, reviewKey } from "./review-key";
import type {
  BookEntry,
  NetworkChoice,
  PayAction,
  PayoutDraft,
  PayoutOrder,
  PreviewAction,
} from "./shapes";
import { usePreview } from "./use-preview";

export interface PayoutFormProps {
  readonly networks: readonly NetworkChoice[];
  readonly book: readonly BookEntry[];
  /** Payouts go to the address book alone. */
  readonly onlyBook: boolean;
  readonly preview: PreviewAction;
  readonly pay: PayAction;
}

export interface Draft extends PayoutDraft {
  readonly from: "book" | "address";
  readonly description: string;
}

/** What is being written: empty, or what stood here when somebody comes back from the review by the browser. */
function useDraft(networks: PayoutFormProps["networks"], byBook: boolean) {
  const [draft, setDraft] = useState<Draft>({
    network: networks[0]?.id ?? "",
    from: byBook ? "book" : "address",
    recipientId: null,
    address: null,
    amount: "",
    description: "",
  });
  useEffect(() => {
    const facts = reviewedFacts();
    if (facts !== null) setDraft(JSON.parse(facts) as Draft);
  }, []);
  return [draft, setDraft] as const;
}

/** A payout in two steps: what it shall be, then everything of it once more before it is sent. */
export function PayoutForm({ networks, book, onlyBook, ...actions }: PayoutFormProps) {
  const t = useTranslations("payouts");
  const router = useRouter();
  const [draft, setDraft] = useDraft(networks, book.length > 0 || onlyBook);
  const [order, setOrder] = useState<PayoutOrder | null>(null);
  const [wanted, setWanted] = useState(false);
  const { network, recipientId, amount } = draft;
  const byBook = draft.from === "book";
  const { preview, settled, failed } = usePreview(actions.preview, {
    network,
    recipientId: byBook ? recipientId : null,
    address: byBook ? null : draft.address,
    amount,
  });
  const paying = useAction(actions.pay, {
    onDone: (id) => router.push(`/dashboard/transactions/${id}`),
  });

  // Enter is pressed faster than the server answers about what was typed last.
  useEffect(() => {
    if (wanted && (settled || failed !== null)) review();
  });

  function review() {
    setWanted(!settled && failed === null);
    if (!settled || !preview?.address || !preview.net || preview.problems.length > 0) return;
    setOrder({
      network,
      address: preview.address,
      amount: amount.trim(),
      description: draft.description.trim() || null,
      key: reviewKey(JSON.stringify(draft)),
    });
  }

  if (order && preview) {
    return (
      <PayoutReview
        order={order}
        preview={preview}
        network={networks.find(({ id }) => id === order.network)?.name ?? order.network}
        busy={paying.busy}
        failure={paying.failure}
        dialog={paying.dialog}
        onBack={() => setOrder(null)}
        onPay={() => void paying.run(order)}
      />
    );
  }
  return (
    <PayoutFields
      draft={draft}
      onChange={(change) => {
        setWanted(false);
        setDraft((before) => ({ ...before, ...change }));
      }}
      networks={networks}
      book={book.filter((one) => one.network === network)}
      onlyBook={onlyBook}
      preview={preview}
      busy={wanted}
      failed={failed === "" ? t("unreachable") : failed}
      onReview={review}
    />
  );
}
