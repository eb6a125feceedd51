import { localiseTimes, ServerClock, startCountdown } from "./client-clock";
import { startCopying } from "./client-copy";
import { startEmbed, tellState } from "./client-embed";
import { keepLookup, startLookup } from "./client-lookup";
import { startMoreTime } from "./client-more";
import { main } from "./client-page";
import { Poller } from "./client-poll";
import { startPrinting } from "./client-print";
import { startReturn } from "./client-return";
import { startTestPayment } from "./client-test-payment";

const clock = new ServerClock(main().dataset.now ?? "");
const changed = () => {
  localiseTimes();
  tick();
  startReturn();
  keepLookup();
  tellState();
};
const poller = new Poller(clock, { changed });
const tick = startCountdown(clock, () => poller.now());
startCopying();
startEmbed();
startPrinting();
startLookup();
startMoreTime(() => poller.reload());
startTestPayment(() => poller.hurry());
changed();
