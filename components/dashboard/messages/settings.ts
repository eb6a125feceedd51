import { catalog } from "./catalog";
import { settingsEs } from "./settings-es";
import { settingsRu } from "./settings-ru";

export const settings = catalog({
  en: {
    title: "Settings",
    about:
      "How money comes in, how it leaves, and how your payment pages look. Invoices that exist keep what was set when they were made.",
    readOnly: "You may look at the settings. Owners and admins change them.",
    loosening:
      "What lets more money go, or with less asking, takes a code. Making it stricter takes none.",
    save: "Save",
    discard: "Discard changes",
    saved: "Saved.",
    staleTitle: "Somebody changed the settings meanwhile",
    staleAbout:
      "Nothing was saved. What you typed is still here; everything else shows the settings as they are now. Look them over, then save again.",
    meanwhile: "Meanwhile set to: {value}",
    example: "With the settings as they are saved",
    none: "none",
    everybody: "every address",
    on: "on",
    off: "off",
    from: "From (USDT)",
    rate: "Rate",
    withdrawals: "Withdrawals of your users",
    withdrawalsAbout:
      "Which requests are paid without anybody’s word. Off means: every request waits for a decision.",
    autoWithdraw: "Pay small requests at once",
    autoWithdrawHint: "Requests up to the sum below leave without approval, at any time of day.",
    maxAutoWithdrawAmount: "Up to (USDT)",
    maxAutoWithdrawAmountHint: "For each request by itself. Larger ones wait for a decision.",
    applyLimitsToApi: "The same for what your own system orders",
    applyLimitsToApiHint:
      "Off: withdrawals that your system makes by API with its key are paid at once, whatever the sum.",
    exampleAsked: "A user asks for {amount} USDT: {outcome}.",
    exampleOrdered: "Your system orders {amount} USDT: {outcome}.",
    paidAtOnce: "paid at once",
    waits: "waits for a decision",
    lookBack: "What would have left in the last 30 days?",
    lookBackAbout: "Holds the last 30 days against what stands in the fields above, saved or not.",
    lookBackResult:
      "{approved, plural, =0 {None} one {# request} other {# requests}} of {asked, number}, {amount} USDT in all, would have left without anybody looking.",
    lookBackBiggest: "The largest of them",
    user: "User",
    address: "To",
    amount: "Amount",
    when: "When",
    people: "Money that people send",
    peopleAbout: "Guards against a mistake, a stolen session and a single dishonest hand.",
    fourEyesAbove: "Two people from (USDT)",
    fourEyesAboveHint:
      "From this sum on a second person must approve. Empty: one person is enough.",
    exampleOne: "{amount} USDT: one person is enough.",
    exampleTwo: "{amount} USDT: takes two people.",
    recipientHoldHours: "New recipients wait (hours)",
    recipientHoldHoursHint:
      "So long after it was added nobody can pay a new recipient. 0 to 168. A shorter wait takes effect only after the one that stands now.",
    payoutsOnlyToRecipients: "Pay out to the address book alone",
    payoutsOnlyToRecipientsHint:
      "Nobody can type a new address into a payout. Turning it off takes effect after the wait above.",
    fees: "Who pays the fees",
    feesAbout: "The rates are agreed with whoever runs this gateway.",
    depositFeePayer: "Fee on a user’s deposit",
    depositFeePayerHint:
      "Your balance is credited the deposit less the fee in either case. The choice is what the user may spend.",
    depositFeePayer_merchant: "You: the user has the whole deposit",
    depositFeePayer_user: "The user: has the deposit less the fee",
    exampleDeposit:
      "A user deposits {amount} USDT on {network}; the fee is {fee}. You are credited {credit}. The user may spend {merchant} if you bear the fee, {user} if the user does.",
    withdrawalFeePayer: "Fee on a withdrawal or payout",
    withdrawalFeePayerHint: "A flat fee of the network for each one that leaves.",
    withdrawalFeePayer_merchant: "You: the recipient gets the whole sum",
    withdrawalFeePayer_user: "The recipient: gets the sum less the fee",
    exampleWithdrawal:
      "Of {amount} USDT on {network}, fee {fee}: if you bear it, {merchantNet} arrive and {merchantHold} leave your balance; else {userNet} arrive and {userHold} leave it.",
    tiers: "Your rates on what comes in",
    tiersMinimum: "At least {amount} USDT on {network}.",
    invoices: "Invoices",
    invoicesAbout: "For invoices made from now on.",
    underpaymentTolerance: "Accept a little too little (%)",
    underpaymentToleranceHint:
      "Some wallets take their fee off the sum. 0 to 10, with at most four decimals.",
    exampleTolerance: "An invoice over {amount} USDT is paid from {least} USDT on.",
    creditAt: "When an invoice is paid",
    creditAtHint:
      "Sooner is kinder to the payer; later is safer where the chain is busy and the money lies on its deposit address a while.",
    creditAt_sweep: "When the money has reached your wallet",
    creditAt_finality: "As soon as the payment is final on chain",
    payerExtension: "Payers may ask for more time",
    payerExtensionHint:
      "Once, before the time is over; an invoice gets its own time again, one hour at most. Money that comes too late is credited in any case and marked as late.",
    webhookOnCancel: "Tell my system of cancelled invoices",
    webhookOnCancelHint: "By webhook, as for payments. Off: a cancellation is silent.",
    page: "Payment page",
    pageAbout: "Payment pages that are opened or reloaded from now on look like this.",
    brandName: "Name of your shop",
    brandNameHint: "At most 60 characters. Empty: the name you registered with.",
    brandColor: "Colour",
    brandColorHint: "As #7b2d8b. It is made lighter or darker until it can be read. Empty: ours.",
    pickColor: "Pick a colour",
    brandLogo: "Logo",
    brandLogoHint: "PNG, JPEG or WebP of at most 16 KB; shown 40 pixels high.",
    logoNow: "The logo as it will be shown",
    logoRemove: "Remove the logo",
    logoTooBig: "This picture has {size} KB. Choose one of at most 16 KB.",
    logoWrong: "Choose a PNG, JPEG or WebP picture.",
    supportUrl: "Where payers get help",
    supportUrlHint:
      "A page (https:) or an address (mailto:). The words transactionId, invoiceNo and referenceId in curly braces are filled in.",
    checkoutNote: "A note of yours",
    checkoutNoteHint: "Plain text of at most 500 characters, shown on every payment page.",
    checkoutLanguage: "Language",
    checkoutLanguageHint: "For payers whose browser asks for none that we have.",
    anyLanguage: "English, unless the browser asks for another",
    embedOrigins: "Sites that may show the page in a frame",
    embedOriginsHint: "One to a line, as https://shop.example; ten at most. Empty: none.",
    access: "Keys and access",
    accessAbout:
      "Of your API keys. The dashboard is not touched by these: you cannot lock yourself out.",
    requireSecret: "Every call needs the secret too",
    requireSecretHint:
      "Off: the key alone is enough, except where the API reference asks for both.",
    ipAllowList: "Addresses that may call",
    ipAllowListHint:
      "One IP address or range to a line, as 203.0.113.7 or 2001:db8::/32. Empty: every address.",
    keyDailyCap: "Most that one key moves out a day (USDT)",
    keyDailyCapHint: "Each UTC day, for calls without the secret. Empty: no limit.",
    keyDailyCapDefault: "Never set: this installation’s own limit stands until you set one.",
    problem_maxAutoWithdrawAmount: "Give a sum from 0, with a point and at most six decimals.",
    problem_fourEyesAbove:
      "Give a sum from 0, with a point and at most six decimals, or leave it empty.",
    problem_keyDailyCap:
      "Give a sum from 0, with a point and at most six decimals, or leave it empty.",
    problem_recipientHoldHours: "Give whole hours from 0 to 168.",
    problem_underpaymentTolerance:
      "Give a percentage from 0 to 10, with a point and at most four decimals.",
    problem_ipAllowList: "Give IP addresses and ranges, one to a line, 100 at most.",
    problem_brandName: "One line of at most 60 characters.",
    problem_brandColor: "Give a colour as #7b2d8b.",
    problem_brandLogo: "Choose a PNG, JPEG or WebP picture of at most 16 KB.",
    problem_supportUrl:
      "Give an https: or mailto: address of at most 500 characters, without a name or password in it.",
    problem_checkoutNote: "Plain text of at most 500 characters.",
    problem_embedOrigins: "Give origins such as https://shop.example, one to a line, ten at most.",
  },
  es: settingsEs,
  ru: settingsRu,
});
