import { Mark } from "@/components/site";
import { getConfig } from "@/lib/config";
import { Facts } from "./facts";
import { FirstPayment } from "./first-payment";
import { Processes } from "./processes";

export default function Home() {
  const { environment, origin } = getConfig();
  const sandbox = environment === "sandbox";
  return (
    <>
      {sandbox && (
        <aside
          aria-label="Test mode"
          className="bg-amber-200 px-6 py-1.5 text-center text-sm text-amber-950"
        >
          <strong className="font-semibold">Sandbox.</strong> Its own chains, no real money.
        </aside>
      )}
      <div className="mx-auto flex max-w-4xl flex-col gap-16 px-5 pt-10 pb-12 sm:gap-20 sm:px-8 sm:pt-16">
        <header className="flex flex-col gap-6">
          <p className="flex items-center gap-2.5 font-semibold">
            <Mark />
          </p>
          <h1 className="mt-6 text-4xl leading-[1.1] font-semibold tracking-tight text-balance sm:mt-10 sm:text-6xl">
            Take USDT. Keep your keys.
          </h1>
          <p className="max-w-2xl text-lg text-pretty text-soft">
            Tillgate is a payment gateway that you run yourself. It gives every invoice an address
            of its own, watches Ethereum and TRON for the money, moves it to your wallet, keeps the
            books, and tells your shop.
          </p>
        </header>
        <main className="flex flex-col gap-16 sm:gap-20">
          {sandbox && <FirstPayment origin={origin} />}
          <Processes sandbox={sandbox} />
          <Facts />
        </main>
        <footer className="flex flex-wrap gap-x-8 gap-y-3 border-t border-line pt-6 text-sm">
          <Link href="/docs/api">API reference</Link>
          <Link href="/api/v1/openapi.json">API description (OpenAPI 3.1)</Link>
          {sandbox && <Link href="/sandbox/mail">The sandbox’s mailbox</Link>}
          <Link href="/api/health/ready">Is it ready?</Link>
        </footer>
      </div>
    </>
  );
}

function Link({ href, children }: { href: string; children: string }) {
  return (
    <a className="text-accent underline underline-offset-4" href={href}>
      {children}
    </a>
  );
}
