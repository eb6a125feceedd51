import type { Messages } from "./en";

/** German. */
export const de: Messages = {
  page: {
    test: "TEST",
    testNote: "Hier fließt kein echtes Geld",
    reference: "Referenz",
    language: "Sprache",
    checkHost: "Prüfen Sie, ob die Adressleiste Ihres Browsers <b>{host}</b> anzeigt.",
    closeAnyTime: "Sie können diese Seite schließen: Die Adresse wird weiter beobachtet.",
    refreshes:
      "Diese Seite aktualisiert sich {seconds, plural, one {jede Sekunde} other {alle # Sekunden}}.",
    offline:
      "Sie sind offline. Was Sie hier sehen, bleibt gültig, und wir suchen im Netzwerk weiter nach Ihrer Zahlung.",
    unreachable:
      "Wir können die Seite gerade nicht aktualisieren. Wenn Sie bereits gezahlt haben, wird Ihre Zahlung gefunden. Falls nicht, warten Sie bitte.",
    changed:
      "Diese Zahlung hat sich geändert. Bitte senden Sie nichts und laden Sie diese Seite neu.",
    vanished:
      "Die Zahlung ist im Netzwerk nicht mehr sichtbar. Bewahren Sie den Transaktionshash auf; wir beobachten das Netzwerk weiter.",
    contact: "{shop} kontaktieren",
    noteFrom: "Nachricht von {shop}",
  },
  ask: {
    exactly: "Senden Sie genau <amount></amount>",
    remaining: "Senden Sie noch <amount></amount>",
    network: "USDT im Netzwerk <b>{network}</b>",
    copyAmount: "Betrag kopieren",
    copyRemaining: "Restbetrag kopieren",
    amountCopied: "Betrag kopiert: {amount}. Senden Sie USDT über {network}.",
    feeOnTop: "Falls Ihre Kryptobörse eine Gebühr abzieht, addieren Sie diese zum Betrag.",
    received:
      "Wir haben {received} von {amount} USDT erhalten. Senden Sie noch {remaining} USDT an dieselbe Adresse.",
  },
  copy: {
    copied: "Kopiert",
    failed: "Kopieren fehlgeschlagen",
    byHand: "Bitte markieren und von Hand kopieren",
  },
  timer: {
    left: "Verbleibende Zeit",
    until: "bis {time}",
    minutesLeft: "{minutes, plural, one {Noch # Minute} other {Noch # Minuten}}",
    secondsLeft: "{seconds, plural, one {Noch # Sekunde} other {Noch # Sekunden}}",
    days: "{days, plural, one {# Tag} other {# Tage}}",
  },
  more: {
    button: "Ich brauche mehr Zeit",
    offer:
      "Sie können einmalig {minutes, plural, one {# weitere Minute} other {# weitere Minuten}} erhalten. Betrag und Adresse bleiben gleich.",
    granted: "Sie haben jetzt mehr Zeit. Betrag und Adresse sind dieselben.",
    refused: "Die Zeit kann nicht mehr verlängert werden.",
  },
  address: {
    heading: "An diese Adresse im Netzwerk <b>{network}</b>",
    copy: "{standard}-Adresse kopieren",
    copied: "Adresse kopiert. Senden Sie USDT über {network}.",
  },
  warning: {
    only: "Senden Sie nur USDT und nur über das Netzwerk <b>{network}</b>. Andere Token oder Sendungen über andere Netzwerke können verloren gehen.",
    question: "Was, wenn ich ein anderes Netzwerk oder einen anderen Token wähle?",
    ethereum:
      "Dieselbe Adresse gibt es auch auf der BNB Smart Chain (BEP20), auf Polygon und in anderen Netzwerken. Dorthin gesendetes Geld kommt hier nicht an; möglicherweise kann {shop} es zurückholen, sicher ist das aber nicht.",
    tron: "Ethereum (ERC20) und BNB Smart Chain (BEP20) verwenden andere Adressen, und die meisten Wallets lehnen diese hier ab. Wählen Sie TRC20, wenn Ihre Wallet oder Kryptobörse nach dem Netzwerk fragt.",
    tokens: "Andere Token an dieser Adresse zählen nicht als Zahlung.",
    fee: "Kryptobörsen ziehen ihre Gebühr unter Umständen vom Betrag ab. Achten Sie darauf, dass {amount} USDT ankommen.",
  },
  qr: {
    section: "QR-Code",
    label: "QR-Code der Adresse im Netzwerk {network}",
    address: "Adresse",
    addressNote:
      "Nur die Adresse. Geben Sie den Betrag selbst ein und wählen Sie <b>{network}</b>.",
    wallet: "Wallet-Link",
    walletLabel: "QR-Code mit Adresse, Betrag und Netzwerk für Wallets auf {network}",
    walletNote:
      "Für MetaMask, Coinbase Wallet, Rainbow und andere: Adresse, Betrag und Netzwerk in einem Code.",
    otherDevice: "Mit einem anderen Gerät zahlen?",
  },
  wallet: {
    open: "Wallet öffnen",
    openIn: "In {wallet} öffnen",
    check:
      "Prüfen Sie in Ihrer Wallet, ob wirklich {amount} USDT über <b>{network}</b> gesendet werden.",
  },
  phone: {
    question: "Auf dem Smartphone fortfahren",
    label: "QR-Code dieser Seite",
    note: "Dieser Code öffnet diese Seite auf Ihrem Smartphone. Das ist nicht die Zahlungsadresse.",
  },
  progress: {
    confirmations: "<b><seen></seen> von {required}</b> Bestätigungen",
    said: "{seen} von {required} Bestätigungen",
    soon: "noch weniger als eine Minute",
    about: "noch etwa {time}",
    usually: "meist {time}",
  },
  state: {
    waiting: { title: "{amount} USDT zahlen", headline: "Senden Sie genau {amount} USDT" },
    partial: { title: "Noch {remaining} USDT", headline: "Senden Sie noch {remaining} USDT" },
    detected: {
      title: "Wird bestätigt…",
      headline: "Zahlung erkannt, einen Moment bitte",
      text: "Wir sehen Ihre Zahlung. Sie können diese Seite schließen.",
    },
    confirming: {
      title: "Wird bestätigt…",
      headline: "Ihre Zahlung wird bestätigt",
      text: "Sie müssen nichts weiter tun. Sie können diese Seite schließen.",
    },
    checking: {
      title: "Wird geprüft…",
      headline: "Die Zeit ist abgelaufen. Wir suchen nach Ihrer Zahlung",
      text: "Wenn Sie bereits gezahlt haben, wird Ihre Zahlung gefunden. Falls nicht, senden Sie jetzt bitte nichts.",
    },
    paid: {
      title: "✓ Bezahlt",
      headline: "Bezahlt",
      text: "{shop} hat Ihre Zahlung über {received} USDT erhalten.",
    },
    overpaid: {
      title: "✓ Bezahlt",
      headline: "Bezahlt",
      text: "Sie haben {extra} USDT mehr gesendet als nötig. Wenden Sie sich wegen einer Rückerstattung an {shop}.",
    },
    expired: {
      title: "Abgelaufen",
      headline: "Dieser Link ist abgelaufen",
      text: "Bitte senden Sie nichts an die alte Adresse. Wenn Sie zahlen möchten, bitten Sie {shop} um einen neuen Link.",
    },
    expired_partial: {
      title: "Handlungsbedarf",
      headline: "Die Zeit ist abgelaufen. Bei uns liegen {received} USDT",
      text: "{received} von {amount} USDT sind rechtzeitig angekommen. Bitte senden Sie nichts mehr und wenden Sie sich mit der Referenz unten an {shop}.",
    },
    late: {
      title: "Verspätet eingegangen",
      headline: "Verspätet eingegangen",
      text: "Ihre Zahlung kam an, nachdem der Link abgelaufen war. {shop} wurde informiert.",
    },
    cancelled: {
      title: "Abgebrochen",
      headline: "Diese Zahlung wurde abgebrochen",
      text: "Bitte senden Sie nichts an die alte Adresse.",
    },
  },
  facts: {
    askedFor: "Angefordert",
    amount: "Betrag",
    received: "Eingegangen",
    network: "Netzwerk",
    reference: "Referenz",
    transaction: "Transaktion",
    paidAt: "Bezahlt am",
    copyReference: "Referenz kopieren",
    referenceCopied: "Referenz kopiert",
    newTab: "(öffnet den Block-Explorer in einem neuen Tab)",
  },
  timeline: {
    heading: "Verlauf der Zahlung",
    created: "{amount} USDT angefordert",
    seen: "{amount} USDT in Block {block} erkannt",
    late: "{amount} USDT in Block {block} erkannt, nach Ablauf der Zeit",
    gone: "{amount} USDT im Netzwerk nicht mehr sichtbar",
    confirmations: "{seen} von {required} Bestätigungen",
    final: "Endgültig bestätigt",
    extended: "Zeit verlängert",
    ended: "Zeit abgelaufen",
    cancelled: "Abgebrochen",
    paid: "Bezahlt",
    view: "Transaktion ansehen",
  },
  outcome: {
    back: "Zurück zu {shop}",
    backIn: "Zurück in <seconds></seconds>",
    backSaid: "Zurück in {seconds, plural, one {# Sekunde} other {# Sekunden}}.",
    stay: "Hier bleiben",
    staying: "Sie bleiben auf dieser Seite.",
  },
  receipt: {
    open: "Beleg",
    title: "Beleg {reference}",
    heading: "Beleg",
    print: "Drucken",
    paidTo: "Gezahlt an",
    address: "Zieladresse",
    printed: "Diesen Beleg finden Sie unter {url}",
    notFinal: "Noch nicht endgültig bestätigt. Diese Seite aktualisiert sich von selbst.",
    back: "Zurück zur Zahlung",
    mailQuestion: "Diesen Beleg per E-Mail senden",
    mailButton: "Senden",
    mailSent: "Der Beleg ist unterwegs. Das kann eine Minute dauern.",
    mailSubject: "Beleg {reference} von {shop}",
    mailLink: "Beleg ansehen",
    mailWhy:
      "Sie erhalten diese E-Mail, weil diese Adresse auf der Zahlungsseite eingegeben wurde. Sie wird für nichts anderes verwendet.",
  },
  lookup: {
    question: "Ich habe bezahlt. Wo ist meine Zahlung?",
    intro:
      "Fügen Sie den Transaktionshash ein, den Ihre Wallet oder Kryptobörse anzeigt. Wir suchen ihn in beiden Netzwerken.",
    field: "Transaktionshash",
    button: "Suchen",
    busy: "Suche in beiden Netzwerken…",
    malformed:
      "Das ist kein Transaktionshash. Er hat 64 Zeichen: Ziffern von 0 bis 9 und Buchstaben von a bis f.",
    found: "Gefunden: {amount} USDT für diese Zahlung.",
    notFinal:
      "Gefunden: {amount} USDT für diese Zahlung, mit {seen} von {required} Bestätigungen. Bitte warten Sie noch etwas.",
    notEnough:
      "Gefunden: {amount} USDT für diese Zahlung. Das reicht nicht: Es fehlen noch {remaining} USDT.",
    otherAddress:
      "Diese Transaktion sendet USDT an eine andere Adresse, {address}. Vergleichen Sie diese mit der Adresse auf dieser Seite und wenden Sie sich an {shop}, wenn Sie hier zahlen wollten.",
    otherPayment:
      "Diese Transaktion gehört zu einer anderen Zahlung. Jede Zahlung hat eine eigene Adresse.",
    wrongNetwork:
      "Diese Transaktion ist auf {network}, diese Seite verlangt aber {wanted}. Wenden Sie sich mit dem Hash an {shop}.",
    wrongToken:
      "Diese Transaktion sendet einen anderen Token als USDT an diese Adresse. Er zählt nicht als Zahlung. Wenden Sie sich mit dem Hash an {shop}.",
    noTokens: "Diese Transaktion überträgt keine USDT.",
    reverted:
      "Diese Transaktion ist im Netzwerk fehlgeschlagen: Es wurde nichts gesendet. Sie können erneut zahlen.",
    revertedClosed: "Diese Transaktion ist im Netzwerk fehlgeschlagen: Es wurde nichts gesendet.",
    pending:
      "Das Netzwerk kennt diese Transaktion, sie steht aber noch in keinem Block. Bitte warten Sie.",
    unknown:
      "Keines der beiden Netzwerke kennt diese Transaktion. Wenn sie neu ist, versuchen Sie es in einer Minute noch einmal. Kryptobörsen brauchen oft einige Minuten zum Senden. Wenn Sie über ein anderes Netzwerk gesendet haben, wenden Sie sich an {shop}.",
    unavailable:
      "Wir können das Netzwerk gerade nicht abfragen. Bitte versuchen Sie es in einer Minute noch einmal.",
    tooMany: "Zu viele Anfragen. Bitte versuchen Sie es später noch einmal.",
  },
  email: {
    question: "E-Mail-Adresse hinterlassen",
    note: "Damit {shop} Sie zu dieser Zahlung erreichen kann. Die Adresse wird für nichts anderes verwendet.",
    field: "E-Mail-Adresse",
    button: "Speichern",
    saved: "Gespeichert. {shop} kann Sie jetzt erreichen.",
    malformed: "Das ist keine E-Mail-Adresse.",
    refund: "Ihre {network}-Adresse für eine Erstattung (freiwillig)",
    refundNote:
      "{shop} entscheidet über eine Erstattung und fragt bei Ihnen nach, bevor etwas gesendet wird.",
    refundMalformed: "Das kann nicht Ihre Adresse auf {network} sein.",
    tooMany: "Zu oft angefragt. Bitte versuchen Sie es später noch einmal.",
  },
  play: {
    heading: "Zahlung durchspielen",
    note: "Hier brauchen Sie keine Wallet. Jede Schaltfläche sendet Testgeld über {network}, durch die echte Blockchain dieser Testumgebung.",
    pay: "Mit Test-USDT bezahlen",
    part: "Ein Teil",
    over: "Zu viel",
    two: "Zwei auf einmal",
    reorganised: "Verschwindet, kommt wieder",
    late: "Zu spät",
    expire: "Zeit ablaufen lassen",
    sending: "Wird gesendet…",
    sent: "Gesendet",
    failed: "Die Testzahlung konnte nicht gesendet werden. Bitte versuchen Sie es noch einmal.",
  },
  gone: {
    headline: "Hier gibt es keine Zahlung",
    text: "Prüfen Sie den Link oder bitten Sie den Shop um einen neuen. Wenn Sie bereits gezahlt haben, ist Ihr Geld dadurch nicht verloren: Der Shop kann es finden.",
  },
  away: {
    headline: "Wir können diese Zahlung gerade nicht anzeigen",
    text: "Wenn Sie bereits gezahlt haben, wird Ihre Zahlung gefunden. Falls nicht, warten Sie bitte einen Moment und laden Sie diese Seite neu.",
  },
};
