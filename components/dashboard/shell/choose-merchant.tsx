"use client";

import { Button } from "@/components/ui";

export interface Choice {
  readonly merchantId: string;
  readonly name: string;
}

/** Shows another merchant's dashboard, from its first page: nothing of the one before stays in the tab. */
export async function showMerchant(
  choose: (merchantId: string) => Promise<unknown>,
  merchantId: string,
): Promise<void> {
  await choose(merchantId);
  window.location.assign("/dashboard");
}

/** The merchants that a person works for, to go on with one of them. */
export function ChooseMerchant({
  others,
  choose,
}: {
  readonly others: readonly Choice[];
  readonly choose: (merchantId: string) => Promise<unknown>;
}) {
  return (
    <ul className="mt-4 flex flex-wrap justify-center gap-2">
      {others.map(({ merchantId, name }) => (
        <li key={merchantId}>
          <Button look="quiet" onClick={() => void showMerchant(choose, merchantId)}>
            {name}
          </Button>
        </li>
      ))}
    </ul>
  );
}
