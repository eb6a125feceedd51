/**
 * What the payment page says, in the source language; every other language has the same keys, placeholders and tags.
 * ICU MessageFormat. Amounts, addresses, hashes, names and network names come in as they are. Plain words, no
 * exclamation marks; nothing of "invoice", "sweep" or "gas".
 */
export const en = {
  page: {
    test: "TEST",
    testNote: "No real money moves here",
    reference: "Reference",
    language: "Language",
    checkHost: "Check that the address bar of your browser shows <b>{host}</b>.",
    closeAnyTime: "You can close this page: the address is watched all the same.",
    refreshes: "This page asks for news every {seconds, plural, one {# second} other {# seconds}}.",
    offline:
      "You are offline. What you see here stays valid, and we go on watching the network for your payment.",
    unreachable:
      "We cannot refresh right now. If you have already paid, it will be found. If not, please wait.",
    changed: "This payment has changed. Please do not send anything, and load this page again.",
    vanished:
      "The payment is no longer visible on the network. Keep its transaction hash; we go on watching.",
    contact: "Contact {shop}",
    noteFrom: "A note from {shop}",
  },
  ask: {
    exactly: "Send exactly <amount></amount>",
    remaining: "Send the remaining <amount></amount>",
    network: "USDT on <b>{network}</b>",
    copyAmount: "Copy amount",
    copyRemaining: "Copy remaining amount",
    amountCopied: "Amount copied: {amount}. Send USDT on {network}.",
    feeOnTop: "If your exchange deducts a fee, add it on top.",
    received:
      "We received {received} of {amount} USDT. Send {remaining} USDT more to the same address.",
  },
  copy: {
    copied: "Copied",
    failed: "Copying did not work",
    byHand: "Select and copy it by hand",
  },
  timer: {
    left: "Time left",
    until: "until {time}",
    minutesLeft: "{minutes, plural, one {# minute left} other {# minutes left}}",
    secondsLeft: "{seconds, plural, one {# second left} other {# seconds left}}",
    days: "{days, plural, one {# day} other {# days}}",
  },
  more: {
    button: "I need more time",
    offer:
      "You can have {minutes, plural, one {# more minute} other {# more minutes}}, once. Amount and address stay the same.",
    granted: "You have more time now. Amount and address are the same.",
    refused: "More time can no longer be given.",
  },
  address: {
    heading: "To this address on <b>{network}</b>",
    copy: "Copy {standard} address",
    copied: "Address copied. Send USDT on {network}.",
  },
  warning: {
    only: "Send only USDT on <b>{network}</b>. Other tokens or networks may be lost.",
    question: "What if I choose another network or token?",
    ethereum:
      "The same address exists on BNB Smart Chain (BEP20), Polygon and others. Money sent there does not arrive here; {shop} may be able to recover it, but that is not certain.",
    tron: "Ethereum (ERC20) and BNB Smart Chain (BEP20) use other addresses, and most wallets refuse this one. Choose TRC20 where your wallet or exchange asks for the network.",
    tokens: "Other tokens at this address do not count as payment.",
    fee: "Exchanges may take their fee from the amount. Make sure that {amount} USDT arrives.",
  },
  qr: {
    section: "QR code",
    label: "QR code of the {network} address",
    address: "Address",
    addressNote: "Address only. Type the amount yourself and choose <b>{network}</b>.",
    wallet: "Wallet link",
    walletLabel: "QR code with address, amount and network for wallets on {network}",
    walletNote:
      "For MetaMask, Coinbase Wallet, Rainbow and others: address, amount and network in one.",
    otherDevice: "Paying from another device?",
  },
  wallet: {
    open: "Open wallet",
    openIn: "Open in {wallet}",
    check: "Check in your wallet that {amount} USDT goes out on <b>{network}</b>.",
  },
  phone: {
    question: "Continue on your phone",
    label: "QR code of this page",
    note: "This code opens this page on your phone. It is not the payment address.",
  },
  progress: {
    confirmations: "<b><seen></seen> of {required}</b> confirmations",
    said: "{seen} of {required} confirmations",
    soon: "less than a minute left",
    about: "about {time} left",
    usually: "usually {time}",
  },
  state: {
    waiting: { title: "Pay {amount} USDT", headline: "Send exactly {amount} USDT" },
    partial: { title: "{remaining} USDT left", headline: "Send the remaining {remaining} USDT" },
    detected: {
      title: "Confirming…",
      headline: "Payment seen, hold on",
      text: "We can see your payment. You can close this page.",
    },
    confirming: {
      title: "Confirming…",
      headline: "Your payment is being confirmed",
      text: "Nothing more to do. You can close this page.",
    },
    checking: {
      title: "Checking…",
      headline: "Time is up. Checking for your payment",
      text: "If you have already paid, it will be found. If not, please do not send anything now.",
    },
    paid: {
      title: "✓ Paid",
      headline: "Paid",
      text: "{shop} has your payment of {received} USDT.",
    },
    overpaid: {
      title: "✓ Paid",
      headline: "Paid",
      text: "You sent {extra} USDT more than needed. Contact {shop} about a refund.",
    },
    expired: {
      title: "Expired",
      headline: "This link has expired",
      text: "Please do not send funds to the old address. To pay, ask {shop} for a new link.",
    },
    expired_partial: {
      title: "Action needed",
      headline: "Time is up. We hold {received} USDT",
      text: "{received} of {amount} USDT arrived in time. Please send nothing more, and contact {shop} with the reference below.",
    },
    late: {
      title: "Received late",
      headline: "Received late",
      text: "Your payment arrived after the link expired. {shop} has been told.",
    },
    cancelled: {
      title: "Cancelled",
      headline: "This payment was cancelled",
      text: "Please do not send funds to the old address.",
    },
  },
  facts: {
    askedFor: "Asked for",
    amount: "Amount",
    received: "Received",
    network: "Network",
    reference: "Reference",
    transaction: "Transaction",
    paidAt: "Paid",
    copyReference: "Copy reference",
    referenceCopied: "Reference copied",
    newTab: "(opens the explorer in a new tab)",
  },
  timeline: {
    heading: "What has been seen",
    created: "{amount} USDT asked for",
    seen: "{amount} USDT seen in block {block}",
    late: "{amount} USDT seen in block {block}, after the time had ended",
    gone: "{amount} USDT no longer visible on the network",
    confirmations: "{seen} of {required} confirmations",
    final: "Confirmed for good",
    extended: "More time was given",
    ended: "The time ended",
    cancelled: "Cancelled",
    paid: "Paid",
    view: "View transaction",
  },
  outcome: {
    back: "Return to {shop}",
    backIn: "You go back in <seconds></seconds>",
    backSaid: "You go back in {seconds, plural, one {# second} other {# seconds}}.",
    stay: "Stay here",
    staying: "You stay on this page.",
  },
  receipt: {
    open: "Receipt",
    title: "Receipt {reference}",
    heading: "Receipt",
    print: "Print",
    paidTo: "Paid to",
    address: "To address",
    printed: "This receipt is at {url}",
    notFinal: "Not confirmed for good yet. This page asks for news by itself.",
    back: "Back to the payment",
    mailQuestion: "E-mail me this receipt",
    mailButton: "Send",
    mailSent: "The receipt is on its way. It may take a minute.",
    mailSubject: "Receipt {reference} from {shop}",
    mailLink: "Show the receipt",
    mailWhy:
      "You get this mail because this address was entered on the payment page. It is used for nothing else.",
  },
  lookup: {
    question: "I paid, where is it?",
    intro:
      "Paste the transaction hash that your wallet or exchange shows. We look for it on both networks.",
    field: "Transaction hash",
    button: "Look it up",
    busy: "Looking on both networks…",
    malformed: "That is not a transaction hash. It has 64 characters, 0 to 9 and a to f.",
    found: "Found: {amount} USDT for this payment.",
    notFinal:
      "Found: {amount} USDT for this payment, with {seen} of {required} confirmations. Please wait a little.",
    notEnough:
      "Found: {amount} USDT for this payment. That is not enough: {remaining} USDT are still missing.",
    otherAddress:
      "This transaction sends USDT to another address, {address}. Compare it with the address on this page, and contact {shop} if you meant to pay here.",
    otherPayment: "This transaction paid something else. Each payment has an address of its own.",
    wrongNetwork:
      "This transaction is on {network}, and this page asks for {wanted}. Contact {shop} with the hash.",
    wrongToken:
      "This transaction moves another token than USDT to this address, which does not count. Contact {shop} with the hash.",
    noTokens: "This transaction moves no USDT.",
    reverted: "This transaction failed on the network: nothing was sent. You can pay again.",
    revertedClosed: "This transaction failed on the network: nothing was sent.",
    pending: "The network knows this transaction, but no block holds it yet. Please wait.",
    unknown:
      "Neither network knows this transaction. If it is new, try again in a minute. Exchanges often take some minutes to send. If you sent it on another network, contact {shop}.",
    unavailable: "We cannot ask the network right now. Please try again in a minute.",
    tooMany: "Too many questions. Please try again later.",
  },
  email: {
    question: "Leave an e-mail address",
    note: "So that {shop} can reach you about this payment. It is used for nothing else.",
    field: "E-mail address",
    button: "Save",
    saved: "Saved. {shop} can reach you now.",
    malformed: "That is not an e-mail address.",
    refund: "Your {network} address for a refund (optional)",
    refundNote: "{shop} decides about a refund, and will ask you before it sends anything.",
    refundMalformed: "That cannot be your address on {network}.",
    tooMany: "Asked too often. Please try again later.",
  },
  play: {
    heading: "Play a payment",
    note: "No wallet needed here. Each button sends test money on {network}, through the real chain of this sandbox.",
    pay: "Pay with test USDT",
    part: "A part",
    over: "Too much",
    two: "Two at once",
    reorganised: "Vanishes, comes back",
    late: "Too late",
    expire: "Let the time end",
    sending: "Sending…",
    sent: "Sent",
    failed: "The test payment could not be sent. Please try again.",
  },
  gone: {
    headline: "There is no payment here",
    text: "Check the link, or ask the shop for a new one. If you have already paid, your money is not lost by this: the shop can find it.",
  },
  away: {
    headline: "We cannot show this payment right now",
    text: "If you have already paid, it will be found. If not, please wait a moment and load this page again.",
  },
} as const;

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
/** A language's texts: the same keys as the source's. */
export type Messages = Texts<typeof en>;
