import type { ReactElement } from "react";
import type { CheckoutPageModel } from "./page-model";

/** Offered when no more than this is left. */
const OFFERED_MS = 120_000;

/** "I need more time": the script shows it in the last two minutes; without it the server does when it draws the page. */
export function MoreTime({ model }: { model: CheckoutPageModel }): ReactElement | null {
  const { moreMinutes, texts, extendUrl } = model;
  if (moreMinutes === null) return null;
  const left = Date.parse(model.expiresAt) - Date.parse(model.now);
  return (
    <form
      method="post"
      action={extendUrl}
      className="more"
      data-more={OFFERED_MS}
      data-said={texts.say("more.granted")}
      data-failed={texts.say("more.refused")}
      hidden={left > OFFERED_MS}
    >
      <p>{texts.show("more.offer", { minutes: moreMinutes })}</p>
      <button type="submit" data-name="more">
        {texts.say("more.button")}
      </button>
    </form>
  );
}
