import type {
  InputHTMLAttributes,
  ReactNode,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from "react";

interface Labelled {
  /** Unique on the page; what describes the control is named after it. */
  readonly id: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
}

const CONTROL =
  "w-full min-w-0 rounded-lg border border-field bg-slip px-3 text-base text-ink placeholder:text-soft aria-invalid:border-bad sm:text-sm";

function Frame({ id, label, hint, error, children }: Labelled & { readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label className="text-sm font-medium" htmlFor={id}>
        {label}
      </label>
      {children}
      {hint && (
        <p className="text-sm text-soft" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="text-sm font-medium text-bad" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

function described({ id, hint, error }: Labelled) {
  const by = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return { id, "aria-invalid": error ? true : undefined, "aria-describedby": by || undefined };
}

/** A text field with its label, a hint and what is wrong with it. */
export function TextField({
  id,
  label,
  hint,
  error,
  className = "",
  ...rest
}: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const labelled = { id, label, hint, error };
  return (
    <Frame {...labelled}>
      <input {...rest} {...described(labelled)} className={`h-11 ${CONTROL} ${className}`} />
    </Frame>
  );
}

export function TextArea({
  id,
  label,
  hint,
  error,
  ...rest
}: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const labelled = { id, label, hint, error };
  return (
    <Frame {...labelled}>
      <textarea rows={3} {...rest} {...described(labelled)} className={`py-2 ${CONTROL}`} />
    </Frame>
  );
}

export function SelectField({
  id,
  label,
  hint,
  error,
  children,
  ...rest
}: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const labelled = { id, label, hint, error };
  return (
    <Frame {...labelled}>
      <select {...rest} {...described(labelled)} className={`h-11 ${CONTROL}`}>
        {children}
      </select>
    </Frame>
  );
}

/** A box to tick, with what it means beside it. */
export function CheckField({
  id,
  label,
  hint,
  error,
  ...rest
}: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const labelled = { id, label, hint, error };
  return (
    <div className="flex gap-3">
      <input
        {...rest}
        {...described(labelled)}
        type="checkbox"
        className="mt-0.5 size-5 shrink-0 accent-accent"
      />
      <div className="flex flex-col gap-1">
        <label className="text-sm font-medium" htmlFor={id}>
          {label}
        </label>
        {hint && (
          <p className="text-sm text-soft" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        {error && (
          <p className="text-sm font-medium text-bad" id={`${id}-error`}>
            {error}
          </p>
        )}
      </div>
    </div>
  );
}
