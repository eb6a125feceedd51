import { Fragment, type ReactElement } from "react";
import type { Texts } from "./texts";

const EMPHASISED = 6;

/** An address in groups of four, its first and last six set apart; selected and copied it has no blanks. */
export function Address({ value }: { value: string }): ReactElement {
  return (
    <bdi className="address" dir="ltr" data-address={value}>
      {groupsOfFour(value).map(({ start, text }) => (
        <Fragment key={start}>
          <span>{emphasise(text, start, value.length)}</span>
          <wbr />
        </Fragment>
      ))}
    </bdi>
  );
}

function groupsOfFour(value: string): { start: number; text: string }[] {
  const count = Math.ceil(value.length / 4);
  return Array.from({ length: count }, (_, i) => ({
    start: i * 4,
    text: value.slice(i * 4, i * 4 + 4),
  }));
}

function emphasise(text: string, start: number, length: number): ReactElement {
  const head = Math.max(0, Math.min(text.length, EMPHASISED - start));
  const tail = Math.min(text.length, Math.max(head, length - EMPHASISED - start));
  return (
    <>
      {head > 0 && <b>{text.slice(0, head)}</b>}
      {text.slice(head, tail)}
      {tail < text.length && <b>{text.slice(tail)}</b>}
    </>
  );
}

/**
 * A sum in USDT with the language's decimal mark. Thousands stand apart to the eye only: what marks them in one country
 * is the decimal mark of another.
 */
export function Amount({ value, texts }: { value: string; texts: Texts }): ReactElement {
  const [whole = "", fraction] = value.split(".");
  const mark = texts.amount(".");
  const first = whole.length % 3 || 3;
  const groups =
    whole.length > 4 ? [whole.slice(0, first), ...(whole.slice(first).match(/.{3}/g) ?? [])] : null;
  return (
    <bdi className="figure" dir="ltr">
      {groups
        ? groups.map((text, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups of a fixed number never move
            <span key={i}>{text}</span>
          ))
        : whole}
      {fraction !== undefined && `${mark}${fraction}`}
    </bdi>
  );
}

/** A transaction's hash, with its explorer when there is one. */
export function TransactionHash({
  hash,
  href,
  texts,
}: {
  hash: string;
  href: string | null;
  texts: Texts;
}): ReactElement {
  const text = (
    <bdi dir="ltr" className="hash">
      {hash}
    </bdi>
  );
  if (href === null) return text;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {text}
      <span className="vh"> {texts.say("facts.newTab")}</span>
    </a>
  );
}

/** A button that puts exactly `value` on the clipboard; shown by the script, as it does nothing without it. */
export function CopyButton(props: {
  name: string;
  value: string;
  label: string;
  done: string;
}): ReactElement {
  return (
    <button
      type="button"
      className="copy"
      data-copy={props.value}
      data-name={props.name}
      data-done={props.done}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M5.5 5.5v-3h8v8h-3m-8-5h8v8h-8z" />
      </svg>
      <span>{props.label}</span>
    </button>
  );
}
