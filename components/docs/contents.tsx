import type { Group } from "./model";
import { Method } from "./parts";

/** The way to every operation, by tag. */
export function Contents({ groups }: { groups: readonly Group[] }) {
  return (
    <ul className="flex flex-col gap-5 text-sm">
      <li>
        <a className="font-semibold hover:underline" href="#rules">
          What holds everywhere
        </a>
      </li>
      {groups.map(({ name, anchor, entries }) => (
        <li key={anchor}>
          <a className="font-semibold hover:underline" href={`#${anchor}`}>
            {name}
          </a>
          <ul className="mt-2 flex flex-col gap-1.5">
            {entries.map(({ id, method, about }) => (
              <li key={id}>
                <a
                  className="flex items-baseline gap-2.5 text-soft hover:text-ink hover:underline"
                  href={`#${id}`}
                >
                  <Method name={method} />
                  <span>{about.summary}</span>
                </a>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
