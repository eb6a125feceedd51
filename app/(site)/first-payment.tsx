/** How to make the first payment in the sandbox, in three steps that can be copied. */
export function FirstPayment({ origin }: { origin: string }) {
  const key = [
    "APIKEY=$(node -p \\",
    `  'JSON.parse(fs.readFileSync(".data/sandbox.json")).merchant.apiKey')`,
  ].join("\n");
  const create = [
    `curl -X POST -H "apikey: $APIKEY" \\`,
    `  '${origin}/api/v1/transaction/create?currencyType=USDT-TRC20&amount=50'`,
  ].join("\n");
  const verify = [
    `curl -H "apikey: $APIKEY" \\`,
    `  '${origin}/api/v1/public/transaction/verify?transactionId=…'`,
  ].join("\n");
  return (
    <section
      aria-labelledby="first"
      className="flex flex-col gap-7 rounded-2xl border border-line bg-slip p-5 shadow-xs sm:p-8"
    >
      <h2 id="first" className="text-2xl font-semibold tracking-tight">
        Your first payment
      </h2>
      <ol className="flex flex-col gap-7">
        <Step
          number={1}
          title="Take the demo merchant’s key"
          text="In the folder where Tillgate was started; its data is in .data unless DATA_DIR says otherwise."
        >
          {key}
        </Step>
        <Step
          number={2}
          title="Create an invoice"
          text="Open the url of the answer, and press “Pay with test USDT” there."
        >
          {create}
        </Step>
        <Step
          number={3}
          title="See what became of it"
          text="With the answer’s transactionId in place of the dots. A few blocks later its status is confirmed."
        >
          {verify}
        </Step>
      </ol>
    </section>
  );
}

function Step(props: { number: number; title: string; text: string; children: string }) {
  return (
    <li className="grid grid-cols-1 gap-x-4 sm:grid-cols-[2rem_minmax(0,1fr)]">
      <span
        aria-hidden="true"
        className="hidden size-8 place-items-center rounded-full border border-line text-sm font-semibold text-accent tabular-nums sm:grid"
      >
        {props.number}
      </span>
      <div className="flex flex-col gap-2">
        <h3 className="font-semibold sm:pt-1">{props.title}</h3>
        <p className="text-soft">{props.text}</p>
        <pre className="mt-1 rounded-lg border border-line bg-tint px-4 py-3 font-mono text-[0.8125rem] leading-relaxed break-all whitespace-pre-wrap">
          <code>{props.children}</code>
        </pre>
      </div>
    </li>
  );
}
