import { textsOf } from "@/components/dashboard";
import { PageHead } from "@/components/ui";
import { pageLocale, personOrSignIn } from "@/lib/http/dashboard";

export default async function HomePage() {
  await personOrSignIn();
  const say = textsOf(await pageLocale(), "shell");
  return <PageHead title={say("home")} />;
}
