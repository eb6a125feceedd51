import Link from "next/link";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6">
      <p className="font-mono text-sm text-stone-600 dark:text-stone-400">404</p>
      <h1 className="text-3xl font-semibold tracking-tight">There is no page here</h1>
      <p className="text-stone-700 dark:text-stone-300">
        The address may be mistyped, or the page has moved.
      </p>
      <p>
        <Link
          className="font-medium text-brand underline underline-offset-4 dark:text-brand-soft"
          href="/"
        >
          To the start
        </Link>
      </p>
    </main>
  );
}
