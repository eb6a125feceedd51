import { getConfig } from "@/lib/config";
import { Facts } from "./facts";
import { FirstPayment } from "./first-payment";

export default function Home() {
  const { environment, origin } = getConfig();
  const sandbox = environment === "sandbox";
  return (
    <>
      {sandbox && (
        <p className="bg-amber-200 px-6 py-2 text-center text-sm text-amber-950">
          <strong className="font-semibold">Sandbox.</strong> Two chains of its own, test USDT, no
          real money.
        </p>
      )}
      <main className="mx-auto flex max-w-3xl flex-col gap-14 px-6 py-16 sm:py-24">
        <header className="flex flex-col gap-5">
          <p className="flex items-center gap-2 font-semibold">
            <svg viewBox="0 0 16 16" className="size-7" aria-hidden="true">
              <path className="fill-brand" d="M0 4a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v12H0z" />
              <path className="fill-none stroke-white stroke-2" d="M4 5h8M8 5v7" />
            </svg>
            Tillgate
          </p>
          <h1 className="text-4xl font-semibold tracking-tight text-balance sm:text-5xl">
            Take USDT. Keep your keys.
          </h1>
          <p className="max-w-2xl text-lg text-pretty text-stone-700 dark:text-stone-300">
            Tillgate is a payment gateway that you run yourself. It makes an invoice with an address
            of its own, watches Ethereum and TRON for the payment, moves the money to your wallet,
            books every cent twice, and tells your shop.
          </p>
        </header>
        {sandbox && <FirstPayment origin={origin} />}
        <Facts />
        <footer className="flex flex-wrap gap-x-6 gap-y-2 border-t border-stone-300 pt-6 text-sm text-stone-700 dark:border-stone-700 dark:text-stone-300">
          <a className="underline underline-offset-4" href="/api/v1/openapi.json">
            API description (OpenAPI 3.1)
          </a>
          <a className="underline underline-offset-4" href="/api/health/ready">
            Health
          </a>
        </footer>
      </main>
    </>
  );
}
