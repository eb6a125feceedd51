const FACTS = [
  {
    title: "One process holds keys",
    text: "The signer. The web application and the worker that watches the chains have none, and no way to one.",
  },
  {
    title: "Final means final",
    text: "Money counts when its block is final on the chain, not when it is first seen. A block that is taken back takes nothing of yours with it.",
  },
  {
    title: "Books that balance",
    text: "Every movement is double entry, added and never changed. The sum of the books is what stands on the chains.",
  },
  {
    title: "The 3PAY v2 merchant API",
    text: "Invoices, users’ wallets, withdrawals and their webhooks as 3PAY has them: a client that uses these needs another base URL and another key, and nothing else.",
  },
] as const;

/** What Tillgate does, in sentences that are true of it. */
export function Facts() {
  return (
    <section aria-labelledby="facts" className="flex flex-col gap-6">
      <h2 id="facts" className="text-2xl font-semibold tracking-tight">
        How it treats your money
      </h2>
      <dl className="grid gap-x-12 gap-y-8 sm:grid-cols-2">
        {FACTS.map((fact) => (
          <div key={fact.title} className="flex flex-col gap-1">
            <dt className="font-semibold">{fact.title}</dt>
            <dd className="text-soft">{fact.text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
