"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

const SHOWN_MS = 2_000;

/** Copies a text, and says so where screen readers hear it. */
export function CopyButton({
  value,
  label,
  done,
}: {
  readonly value: string;
  /** "Copy address": what it copies. */
  readonly label: string;
  readonly done: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => navigator.clipboard.writeText(value).then(() => setCopied(true));
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-soft hover:bg-tint hover:text-ink"
      onClick={() => void copy().catch(() => setCopied(false))}
    >
      {copied ? <Check className="size-4" aria-hidden /> : <Copy className="size-4" aria-hidden />}
      <span className="sr-only" role="status">
        {copied ? done : ""}
      </span>
    </button>
  );
}
