import Link from "next/link";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6">
      <p className="font-mono text-sm text-soft">404</p>
      <h1 className="text-3xl font-semibold tracking-tight">There is no page here</h1>
      <p className="text-soft">The address may be mistyped, or the page has moved.</p>
      <p>
        <Link className="font-medium text-accent underline underline-offset-4" href="/">
          To the start
        </Link>
      </p>
    </main>
  );
}
