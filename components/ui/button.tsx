import type { ButtonHTMLAttributes } from "react";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

const LOOKS: Readonly<Record<ButtonLook, string>> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-line bg-slip text-ink hover:bg-tint",
  quiet: "text-ink hover:bg-tint",
  danger: "bg-bad text-on-bad hover:opacity-90",
};

/** The look of a button, for links that are one. */
export function buttonClass(look: ButtonLook = "primary", extra = ""): string {
  return `inline-flex min-h-10 items-center justify-center gap-2 rounded-lg px-4 text-sm font-medium whitespace-nowrap transition-colors motion-reduce:transition-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 ${LOOKS[look]} ${extra}`;
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  /** Says that it is at work; it does nothing meanwhile. */
  readonly busy?: boolean;
}

export function Button({
  look = "primary",
  busy = false,
  className = "",
  type = "button",
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      className={buttonClass(look, className)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}
