import type { ReactElement } from "react";
import type { Scene } from "@/lib/api";
import type { CheckoutPageModel } from "./page-model";
import type { TextKey } from "./texts";

/** What the sandbox plays beside the plain payment, in the order in which it is offered. */
const SCENES: readonly (readonly [Scene, TextKey])[] = [
  ["part", "play.part"],
  ["over", "play.over"],
  ["two", "play.two"],
  ["reorganise", "play.reorganised"],
  ["late", "play.late"],
  ["expire", "play.expire"],
];

/** C-35: the sandbox pays by itself, as payers do and as they should not. Below the payment, and no part of it. */
export function PlayPanel({ model }: { model: CheckoutPageModel }): ReactElement | null {
  const { texts, payUrl } = model;
  if (!model.sandbox || payUrl === null) return null;
  const network = `${model.chainName} (${model.standard})`;
  return (
    <section className="play" aria-labelledby="play">
      <h2 id="play">{texts.say("play.heading")}</h2>
      <p>{texts.show("play.note", { network })}</p>
      <form method="post" action={payUrl} className="test-payment" data-test-payment>
        <button type="submit" data-name="play">
          {texts.say("play.pay")}
        </button>
      </form>
      <form method="post" action={payUrl} data-test-payment>
        {SCENES.map(([scene, key]) => (
          <button key={scene} type="submit" name="scene" value={scene} data-name={`play-${scene}`}>
            {texts.say(key)}
          </button>
        ))}
      </form>
    </section>
  );
}
