const words = (text: string) => text.split(" ").filter(Boolean);

/** The map that tests/architecture.test.ts holds the code to. The same is written in docs/architecture.md. */
const VERBS = words(
  "merchants records customers invoices deposits recipients payouts energy sweeps webhooks reports desk calls operator",
);
/** Who may import whom. A room that is not a key here does not exist. */
export const MAY: Readonly<Record<string, readonly string[]>> = {
  kit: [],
  api: ["kit"],
  config: ["kit"],
  db: words("kit config"),
  chains: ["kit"],
  custody: words("kit config chains"),
  ledger: words("kit db"),
  command: words("kit db"),
  merchants: words("kit api db command mail recipients"),
  webhooks: words("kit api db command mail"),
  addresses: words("kit db command"),
  reports: words("kit api db command ledger chains"),
  records: words("kit api db command chains"),
  desk: words("kit api db command records reports mail"),
  calls: words("kit api db command"),
  customers: words("kit api db command ledger merchants addresses records"),
  mail: words("kit db command"),
  invoices: words("kit api db command ledger merchants addresses records chains mail"),
  outgoing: words("kit db command addresses chains"),
  recipients: words("kit api db command addresses chains mail"),
  payouts: words(
    "kit api db command ledger merchants addresses records chains outgoing recipients",
  ),
  energy: words("kit db command addresses chains outgoing"),
  sweeps: words("kit db command ledger addresses chains outgoing energy"),
  deposits: words(
    "kit api db command ledger merchants addresses records chains customers invoices sweeps",
  ),
  people: words("kit config api db command merchants mail"),
  operator: words("kit db command merchants chains reports energy sweeps people payouts deposits"),
  auth: words("kit config db command merchants people mail"),
  http: words("kit config api db command auth people calls"),
  worker: [...words("kit config db command ledger chains outgoing mail people"), ...VERBS],
  signer: words("kit config db command addresses merchants custody chains"),
  sandbox: [...words("kit config db command chains people auth worker"), ...VERBS],
  cli: [...words("kit api config db command chains ledger people auth worker sandbox"), ...VERBS],
  components: words("kit api"),
  app: [...words("kit config api http people auth mail components"), ...VERBS],
  // server.ts puts Next behind a socket of its own.
  server: words("kit config db http"),
};
/** Beside a room's index, because what the index names would come along. */
export const SIDE_DOORS = new Set([
  "@/lib/kit/process-lifetime",
  "@/lib/config/secret-box",
  "@/lib/config/aead",
  // How addresses are spelled, without the clients of the chains behind it: for the web process.
  "@/lib/chains/spelling",
  // How a payout reaches the chain: for the worker. The verbs beside it are the web process's, which reaches no chain.
  "@/lib/payouts/ladder",
  // How mail leaves: for the worker. The web process hands it in, and calls nobody.
  "@/lib/mail/delivery",
  // How files are made: for the worker. The web process asks for them, and reads them piece by piece.
  "@/lib/desk/making",
  // What blocked sweeps say of themselves, without what moves them.
  "@/lib/sweeps/reasons",
  // How the operator's orders are carried out: for the worker. The web process writes them down.
  "@/lib/operator/carrying",
  // What stands on next-auth and on Next's own request: for pages and actions, not for server.ts or the worker.
  "@/lib/auth/session",
  "@/lib/http/dashboard",
]);
/** Parts of a room that others take by themselves: each has an index of its own. */
export const PARTS = /^@\/(lib\/sandbox|components)\/[a-z-]+$/;

/** Packages that belong to some rooms only. */
export const PACKAGES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(viem|tronweb)(\/|$)/, words("chains custody signer sandbox")],
  [/^(next|next-auth|react|react-dom)(\/|$)/, words("app components http auth server")],
  [
    /^drizzle-orm(\/|$)/,
    [
      ...words("db command ledger outgoing addresses mail people auth worker signer sandbox"),
      ...VERBS,
    ],
  ],
  [/^postgres$/, words("db sandbox")],
  [/^nodemailer(\/|$)/, words("mail")],
  [/^(csv-stringify|write-excel-file)(\/|$)/, words("desk")],
  [/^(otplib|@node-rs\/argon2|@simplewebauthn\/server)(\/|$)/, words("people")],
  [/^@simplewebauthn\/browser(\/|$)/, words("components")],
  [/^server-only$/, words("app components")],
];
