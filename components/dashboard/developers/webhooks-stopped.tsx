import Link from "next/link";
import { momentText } from "@/components/dashboard/figures";
import { textsOf } from "@/components/dashboard/texts";
import { Notice } from "@/components/ui";

/** On every page while nothing is sent to the shop, because its address failed. */
export function WebhooksStopped({
  since,
  locale,
  timeZone,
}: {
  readonly since: Date;
  readonly locale: string;
  readonly timeZone: string;
}) {
  const say = textsOf(locale, "endpoint");
  return (
    <Notice tone="bad" title={say("bannerTitle")}>
      <p>
        {say("bannerAbout", { at: momentText(since, locale, timeZone) })}{" "}
        <Link
          href="/dashboard/developers#state-title"
          prefetch={false}
          className="inline-flex min-h-10 items-center font-medium underline underline-offset-4"
        >
          {say("bannerLink")}
        </Link>
      </p>
    </Notice>
  );
}
