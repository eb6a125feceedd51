import type { Messages } from "./en";

/** French. */
export const fr: Messages = {
  page: {
    test: "TEST",
    testNote: "Aucun argent réel ne circule ici",
    reference: "Référence",
    language: "Langue",
    checkHost: "Vérifiez que la barre d’adresse de votre navigateur affiche <b>{host}</b>.",
    closeAnyTime: "Vous pouvez fermer cette page\u00a0: l’adresse reste surveillée.",
    refreshes:
      "Cette page s’actualise {seconds, plural, one {chaque seconde} many {toutes les # de secondes} other {toutes les # secondes}}.",
    offline:
      "Vous êtes hors ligne. Ce que vous voyez ici reste valable et nous continuons à rechercher votre paiement sur le réseau.",
    unreachable:
      "Actualisation impossible pour le moment. Si vous avez déjà payé, votre paiement sera retrouvé. Sinon, veuillez patienter.",
    changed: "Ce paiement a changé. Veuillez ne rien envoyer et recharger cette page.",
    vanished:
      "Le paiement n’est plus visible sur le réseau. Conservez le hash de la transaction\u00a0; nous continuons à surveiller le réseau.",
    contact: "Contacter {shop}",
    noteFrom: "Message de {shop}",
  },
  ask: {
    exactly: "Envoyez exactement <amount></amount>",
    remaining: "Envoyez le reste\u00a0: <amount></amount>",
    network: "USDT sur le réseau <b>{network}</b>",
    copyAmount: "Copier le montant",
    copyRemaining: "Copier le montant restant",
    amountCopied: "Montant copié\u00a0: {amount}. Envoyez des USDT sur le réseau {network}.",
    feeOnTop: "Si votre plateforme d’échange prélève des frais, ajoutez-les au montant.",
    received:
      "Nous avons reçu {received} sur {amount} USDT. Envoyez encore {remaining} USDT à la même adresse.",
  },
  copy: {
    copied: "Copié",
    failed: "La copie a échoué",
    byHand: "Sélectionnez le texte et copiez-le manuellement",
  },
  timer: {
    left: "Temps restant",
    until: "jusqu’au {time}",
    minutesLeft:
      "{minutes, plural, one {Encore # minute} many {Encore # de minutes} other {Encore # minutes}}",
    secondsLeft:
      "{seconds, plural, one {Encore # seconde} many {Encore # de secondes} other {Encore # secondes}}",
    days: "{days, plural, one {# jour} many {# de jours} other {# jours}}",
  },
  more: {
    button: "J’ai besoin de plus de temps",
    offer:
      "Vous pouvez obtenir {minutes, plural, one {# minute} many {# de minutes} other {# minutes}} de plus, une seule fois. Le montant et l’adresse ne changent pas.",
    granted: "Vous avez maintenant plus de temps. Le montant et l’adresse sont les mêmes.",
    refused: "Il n’est plus possible de prolonger le délai.",
  },
  address: {
    heading: "À cette adresse sur le réseau <b>{network}</b>",
    copy: "Copier l’adresse {standard}",
    copied: "Adresse copiée. Envoyez des USDT sur le réseau {network}.",
  },
  warning: {
    only: "Envoyez uniquement des USDT, et uniquement sur le réseau <b>{network}</b>. Les envois d’autres jetons ou sur d’autres réseaux peuvent être perdus.",
    question: "Et si je choisis un autre réseau ou un autre jeton\u00a0?",
    ethereum:
      "La même adresse existe sur BNB Smart Chain (BEP20), Polygon et d’autres réseaux. L’argent envoyé sur ces réseaux n’arrive pas ici\u00a0; {shop} pourra peut-être le récupérer, mais ce n’est pas certain.",
    tron: "Ethereum (ERC20) et BNB Smart Chain (BEP20) utilisent d’autres adresses, et la plupart des portefeuilles refusent celle-ci. Choisissez TRC20 lorsque votre portefeuille ou votre plateforme d’échange demande le réseau.",
    tokens: "Les autres jetons envoyés à cette adresse ne comptent pas comme paiement.",
    fee: "Les plateformes d’échange peuvent prélever leurs frais sur le montant. Assurez-vous que le montant reçu sera bien de {amount} USDT.",
  },
  qr: {
    section: "QR code",
    label: "QR code de l’adresse sur {network}",
    address: "Adresse",
    addressNote:
      "Adresse seule. Saisissez vous-même le montant et choisissez le réseau <b>{network}</b>.",
    wallet: "Lien portefeuille",
    walletLabel: "QR code avec adresse, montant et réseau pour les portefeuilles sur {network}",
    walletNote:
      "Pour MetaMask, Coinbase Wallet, Rainbow et d’autres\u00a0: adresse, montant et réseau en un seul code.",
    otherDevice: "Vous payez depuis un autre appareil\u00a0?",
  },
  wallet: {
    open: "Ouvrir le portefeuille",
    openIn: "Ouvrir dans {wallet}",
    check:
      "Vérifiez dans votre portefeuille que l’envoi est bien de {amount} USDT sur le réseau <b>{network}</b>.",
  },
  phone: {
    question: "Continuer sur votre téléphone",
    label: "QR code de cette page",
    note: "Ce code ouvre cette page sur votre téléphone. Ce n’est pas l’adresse de paiement.",
  },
  progress: {
    confirmations: "<b><seen></seen> sur {required}</b> confirmations",
    said: "{seen} confirmations sur {required}",
    soon: "encore moins d’une minute",
    about: "encore environ {time}",
    usually: "en général {time}",
  },
  state: {
    waiting: { title: "Payer {amount} USDT", headline: "Envoyez exactement {amount} USDT" },
    partial: {
      title: "Reste\u00a0: {remaining} USDT",
      headline: "Envoyez le reste\u00a0: {remaining} USDT",
    },
    detected: {
      title: "Confirmation…",
      headline: "Paiement détecté, un instant",
      text: "Nous voyons votre paiement. Vous pouvez fermer cette page.",
    },
    confirming: {
      title: "Confirmation…",
      headline: "Votre paiement est en cours de confirmation",
      text: "Vous n’avez plus rien à faire. Vous pouvez fermer cette page.",
    },
    checking: {
      title: "Vérification…",
      headline: "Délai écoulé. Nous recherchons votre paiement",
      text: "Si vous avez déjà payé, votre paiement sera retrouvé. Sinon, veuillez ne rien envoyer maintenant.",
    },
    paid: {
      title: "✓ Payé",
      headline: "Payé",
      text: "{shop} a reçu votre paiement de {received} USDT.",
    },
    overpaid: {
      title: "✓ Payé",
      headline: "Payé",
      text: "Vous avez envoyé {extra} USDT de trop. Contactez {shop} au sujet d’un remboursement.",
    },
    expired: {
      title: "Expiré",
      headline: "Ce lien a expiré",
      text: "Veuillez ne pas envoyer de fonds à l’ancienne adresse. Pour payer, demandez un nouveau lien à {shop}.",
    },
    expired_partial: {
      title: "Action requise",
      headline: "Délai écoulé. Nous détenons {received} USDT",
      text: "{received} sur {amount} USDT nous sont parvenus à temps. Veuillez ne plus rien envoyer et contacter {shop} en indiquant la référence ci-dessous.",
    },
    late: {
      title: "Reçu hors délai",
      headline: "Reçu hors délai",
      text: "Votre paiement est arrivé après l’expiration du lien. Nous avons prévenu {shop}.",
    },
    cancelled: {
      title: "Annulé",
      headline: "Ce paiement a été annulé",
      text: "Veuillez ne pas envoyer de fonds à l’ancienne adresse.",
    },
  },
  facts: {
    askedFor: "Demandé",
    amount: "Montant",
    received: "Reçu",
    network: "Réseau",
    reference: "Référence",
    transaction: "Transaction",
    paidAt: "Date du paiement",
    copyReference: "Copier la référence",
    referenceCopied: "Référence copiée",
    newTab: "(ouvre l’explorateur de blocs dans un nouvel onglet)",
  },
  timeline: {
    heading: "Historique du paiement",
    created: "Demande de {amount} USDT",
    seen: "Paiement de {amount} USDT détecté dans le bloc {block}",
    late: "Paiement de {amount} USDT détecté dans le bloc {block}, après la fin du délai",
    gone: "Paiement de {amount} USDT\u00a0: n’est plus visible sur le réseau",
    confirmations: "{seen} confirmations sur {required}",
    final: "Confirmé définitivement",
    extended: "Délai prolongé",
    ended: "Délai écoulé",
    cancelled: "Annulé",
    paid: "Payé",
    view: "Voir la transaction",
  },
  outcome: {
    back: "Retourner chez {shop}",
    backIn: "Retour dans <seconds></seconds>",
    backSaid:
      "Retour dans {seconds, plural, one {# seconde} many {# de secondes} other {# secondes}}.",
    stay: "Rester ici",
    staying: "Vous restez sur cette page.",
  },
  receipt: {
    open: "Reçu",
    title: "Reçu {reference}",
    heading: "Reçu",
    print: "Imprimer",
    paidTo: "Payé à",
    address: "Adresse de destination",
    printed: "Ce reçu se trouve à l’adresse {url}",
    notFinal: "Pas encore confirmé définitivement. Cette page s’actualise d’elle-même.",
    back: "Retour au paiement",
    mailQuestion: "M’envoyer ce reçu par e-mail",
    mailButton: "Envoyer",
    mailSent: "Le reçu est en route. Cela peut prendre une minute.",
    mailSubject: "Reçu {reference} de {shop}",
    mailLink: "Voir le reçu",
    mailWhy:
      "Vous recevez cet e-mail parce que cette adresse a été saisie sur la page de paiement. Elle n’est utilisée à aucune autre fin.",
  },
  lookup: {
    question: "J’ai payé, où est mon paiement\u00a0?",
    intro:
      "Collez le hash de la transaction affiché par votre portefeuille ou votre plateforme d’échange. Nous le rechercherons sur les deux réseaux.",
    field: "Hash de la transaction",
    button: "Rechercher",
    busy: "Recherche sur les deux réseaux…",
    malformed:
      "Ce n’est pas un hash de transaction. Il comporte 64 caractères\u00a0: chiffres de 0 à 9 et lettres de a à f.",
    found: "Trouvé\u00a0: {amount} USDT pour ce paiement.",
    notFinal:
      "Trouvé\u00a0: {amount} USDT pour ce paiement, avec {seen} confirmations sur {required}. Veuillez patienter un peu.",
    notEnough:
      "Trouvé\u00a0: {amount} USDT pour ce paiement. Ce n’est pas suffisant\u00a0: il manque encore {remaining} USDT.",
    otherAddress:
      "Cette transaction envoie des USDT à une autre adresse, {address}. Comparez-la avec l’adresse de cette page et contactez {shop} si vous vouliez payer ici.",
    otherPayment:
      "Cette transaction correspond à un autre paiement. Chaque paiement a sa propre adresse.",
    wrongNetwork:
      "Cette transaction est sur {network}, alors que cette page demande {wanted}. Contactez {shop} en indiquant le hash.",
    wrongToken:
      "Cette transaction envoie à cette adresse un autre jeton que l’USDT, qui ne compte pas comme paiement. Contactez {shop} en indiquant le hash.",
    noTokens: "Cette transaction ne transfère pas d’USDT.",
    reverted:
      "Cette transaction a échoué sur le réseau\u00a0: rien n’a été envoyé. Vous pouvez payer à nouveau.",
    revertedClosed: "Cette transaction a échoué sur le réseau\u00a0: rien n’a été envoyé.",
    pending:
      "Le réseau connaît cette transaction, mais elle n’est encore dans aucun bloc. Veuillez patienter.",
    unknown:
      "Aucun des deux réseaux ne connaît cette transaction. Si elle est récente, réessayez dans une minute. Les plateformes d’échange mettent souvent quelques minutes à effectuer l’envoi. Si vous avez utilisé un autre réseau, contactez {shop}.",
    unavailable:
      "Nous ne pouvons pas interroger le réseau pour le moment. Veuillez réessayer dans une minute.",
    tooMany: "Trop de demandes. Veuillez réessayer plus tard.",
  },
  email: {
    question: "Laisser une adresse e-mail",
    note: "Pour que {shop} puisse vous joindre au sujet de ce paiement. L’adresse n’est utilisée à aucune autre fin.",
    field: "Adresse e-mail",
    button: "Enregistrer",
    saved: "Adresse enregistrée. {shop} peut maintenant vous joindre.",
    malformed: "Ce n’est pas une adresse e-mail.",
    refund: "Votre adresse {network} pour un remboursement (facultatif)",
    refundNote: "{shop} décide d’un remboursement et vous demandera confirmation avant tout envoi.",
    refundMalformed: "Cela ne peut pas être votre adresse sur {network}.",
    tooMany: "Trop de demandes. Veuillez réessayer plus tard.",
  },
  play: {
    heading: "Simuler un paiement",
    note: "Aucun portefeuille n’est nécessaire ici. Chaque bouton envoie de l’argent de test sur {network}, via la vraie blockchain de cet environnement de test.",
    pay: "Payer avec des USDT de test",
    part: "Une partie",
    over: "Trop",
    two: "Deux à la fois",
    reorganised: "Disparaît, puis revient",
    late: "Trop tard",
    expire: "Laisser expirer le délai",
    sending: "Envoi…",
    sent: "Envoyé",
    failed: "Le paiement de test n’a pas pu être envoyé. Veuillez réessayer.",
  },
  gone: {
    headline: "Il n’y a pas de paiement ici",
    text: "Vérifiez le lien ou demandez-en un nouveau à la boutique. Si vous avez déjà payé, votre argent n’est pas perdu pour autant\u00a0: la boutique peut le retrouver.",
  },
  away: {
    headline: "Impossible d’afficher ce paiement pour le moment",
    text: "Si vous avez déjà payé, votre paiement sera retrouvé. Sinon, veuillez patienter un instant et recharger cette page.",
  },
};
