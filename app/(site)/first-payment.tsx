/** How to make the first payment in the sandbox, in three steps that can be copied. */
export function FirstPayment({ origin }: { origin: string }) {
  const create = [
    `curl -X POST '${origin}/api/v1/transaction/create?currencyType=USDT-TRC20&amount=50' \\`,
    `  -H "apikey: $APIKEY"`,
  ].join("\n");
  const key = `APIKEY=$(node -p "JSON.parse(fs.readFileSync('.data/sandbox.json')).merchant.apiKey")`;
  const verify = [
    `curl '${origin}/api/v1/public/transaction/verify?transactionId=…' \\`,
    `  -H "apikey: $APIKEY"`,
  ].join("\n");
  return (
    <section aria-labelledby="first" className="flex flex-col gap-6">
      <h2 id="first" className="text-2xl font-semibold tracking-tight">
        Your first payment
      </h2>
      <ol className="flex list-decimal flex-col gap-6 pl-6 marker:font-semibold marker:text-stone-500">
        <Step
          title="Take the demo merchant's key"
          text="It is in sandbox.json, in the data folder (.data, unless DATA_DIR says otherwise)."
        >
          {key}
        </Step>
        <Step
          title="Create an invoice"
          text="Open the url of the answer and press “Pay with test USDT”."
        >
          {create}
        </Step>
        <Step title="See what became of it" text="A few blocks later its status is confirmed.">
          {verify}
        </Step>
      </ol>
    </section>
  );
}

function Step(props: { title: string; text: string; children: string }) {
  return (
    <li className="space-y-2">
      <h3 className="font-semibold">{props.title}</h3>
      <p className="text-stone-700 dark:text-stone-300">{props.text}</p>
      <pre className="rounded-lg bg-stone-900 p-4 font-mono text-sm break-words whitespace-pre-wrap text-stone-100">
        <code>{props.children}</code>
      </pre>
    </li>
  );
}
