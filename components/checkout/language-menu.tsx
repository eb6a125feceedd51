import type { ReactElement } from "react";
import { LANGUAGES, type LanguageTag } from "./languages";
import type { Texts } from "./texts";

/** Links to this page in every language; the choice stands in its address. */
export function LanguageMenu({ texts, query }: { texts: Texts; query: string }): ReactElement {
  const tags = Object.keys(LANGUAGES) as LanguageTag[];
  return (
    <details className="languages">
      <summary>
        <span className="vh">{texts.say("page.language")}: </span>
        {LANGUAGES[texts.lang].name}
      </summary>
      <ul>
        {tags.map((tag) => (
          <li key={tag}>
            <a
              href={`?lang=${tag}${query}`}
              hrefLang={tag}
              lang={tag}
              dir={LANGUAGES[tag].dir}
              aria-current={tag === texts.lang || undefined}
            >
              {LANGUAGES[tag].name}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
