const PROCESSES = [
  { name: "web", text: "The API and the payment pages. It reads no chain and signs nothing." },
  { name: "worker", text: "Watches the chains, books what is final, delivers webhooks." },
  { name: "signer", text: "Holds the keys, and checks each cause for itself before it signs." },
  { name: "PostgreSQL", text: "All that they share. They talk to each other by its tables alone." },
] as const;

/** What runs, in one sentence each. */
export function Processes({ sandbox }: { sandbox: boolean }) {
  return (
    <section aria-labelledby="processes" className="flex flex-col gap-6">
      <h2 id="processes" className="text-2xl font-semibold tracking-tight">
        What runs
      </h2>
      <dl className="divide-y divide-line border-y border-line">
        {PROCESSES.map(({ name, text }) => (
          <div key={name} className="grid gap-x-6 py-3 sm:grid-cols-[10rem_1fr]">
            <dt className="font-mono text-[0.9375rem] font-semibold">{name}</dt>
            <dd className="text-soft">{text}</dd>
          </div>
        ))}
      </dl>
      {sandbox && (
        <p className="max-w-2xl text-soft">
          The sandbox brings two chains along, an Ethereum and a TRON node on this machine that make
          a block a second. Ordinary wallets’ libraries, viem and tronweb, work with both.
        </p>
      )}
    </section>
  );
}
