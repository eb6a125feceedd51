import { TIERS, WINDOW_SECONDS } from "@/lib/api";
import type { Failure } from "./model";
import { Code, Failures, Fold } from "./parts";

const RULES = [
  {
    title: "Keys",
    text: "Every call carries the header `apikey`. Approving and rejecting a withdrawal and all webhook settings also need `x-api-secret`; elsewhere it is optional, and checked when it is sent. Keys of the sandbox do not work in production, nor the other way round.",
  },
  {
    title: "Amounts and times",
    text: "Amounts are USDT as JSON numbers with at most 6 decimals, also accepted as plain decimal strings, and read exactly. Times are ISO-8601 in UTC with milliseconds.",
  },
  {
    title: "Idempotency",
    text: "Every POST with a key accepts `Idempotency-Key` (1 to 255 visible ASCII characters). The same key and request within 24 hours gives the first answer again, byte for byte, with `Idempotent-Replayed: true`. Without it, two calls are two withdrawals.",
  },
  {
    title: "Paging",
    text: "Lists take `page` (from 1) and `limit` (20, at most 100) and answer newest first. `nextCursor`, sent as `cursor`, pages in constant time at any depth.",
  },
  {
    title: "Request ids",
    text: "Every answer carries `X-Request-Id`, and every failure repeats it as `requestId`.",
  },
] as const;

const FAILURE = {
  success: false,
  message: "Transaction not found",
  error: "not_found",
  requestId: "0199b7a5-0b7d-7c11-8e0a-51d2f3c4b6a7",
};

/** Backticks as in Markdown. */
function withCode(text: string) {
  return text.split("`").map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      <code key={part} className="font-mono text-[0.875em] wrap-anywhere text-ink">
        {part}
      </code>
    ),
  );
}

/** What holds for every operation. */
export function CommonRules({ failures }: { failures: readonly Failure[] }) {
  return (
    <section aria-labelledby="rules" className="flex flex-col gap-8">
      <h2 id="rules" className="scroll-mt-4 text-2xl font-semibold tracking-tight">
        What holds everywhere
      </h2>
      <dl className="grid gap-x-12 gap-y-7 md:grid-cols-2">
        {RULES.map(({ title, text }) => (
          <div key={title} className="flex flex-col gap-1">
            <dt className="font-semibold">{title}</dt>
            <dd className="text-soft">{withCode(text)}</dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-x-12 gap-y-8 xl:grid-cols-2">
        <Limits />
        <section aria-labelledby="failures" className="flex min-w-0 flex-col gap-3">
          <h3 id="failures" className="scroll-mt-4 font-semibold">
            Failures
          </h3>
          <p className="text-soft">
            One envelope for all. The message is exact and the error a code for programs; what
            fields are objected to stands in details.
          </p>
          <Code>{JSON.stringify(FAILURE, null, 2)}</Code>
          <Fold title="Failures of every operation">
            <Failures failures={failures} />
          </Fold>
        </section>
      </div>
    </section>
  );
}

function Limits() {
  return (
    <section aria-labelledby="limits" className="flex min-w-0 flex-col gap-3">
      <h3 id="limits" className="scroll-mt-4 font-semibold">
        Limits
      </h3>
      <p className="text-soft">
        Per endpoint, merchant and address, in a sliding window of {WINDOW_SECONDS / 60} minutes.{" "}
        {withCode(
          "Every limited answer says where it stands in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`; beyond it, 429 with `Retry-After`.",
        )}
      </p>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-y border-line text-left">
            <th scope="col" className="py-2 font-semibold">
              Tier
            </th>
            <th scope="col" className="py-2 text-right font-semibold">
              Requests
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-b border-line">
          {Object.entries(TIERS).map(([tier, limit]) => (
            <tr key={tier}>
              <td className="py-2">{tier.replaceAll("_", " ")}</td>
              <td className="py-2 text-right tabular-nums">{limit.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
