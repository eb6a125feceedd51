import type { Messages } from "./en";

/** Spanish. */
export const es: Messages = {
  page: {
    test: "PRUEBA",
    testNote: "Aquí no se mueve dinero real",
    reference: "Referencia",
    language: "Idioma",
    checkHost: "Compruebe que la barra de direcciones de su navegador muestra <b>{host}</b>.",
    closeAnyTime: "Puede cerrar esta página: la dirección se sigue supervisando.",
    refreshes:
      "Esta página se actualiza cada {seconds, plural, one {# segundo} many {# de segundos} other {# segundos}}.",
    offline:
      "No tiene conexión. Lo que ve aquí sigue siendo válido y continuamos buscando su pago en la red.",
    unreachable:
      "No podemos actualizar la página en este momento. Si ya ha pagado, encontraremos su pago. Si aún no lo ha hecho, espere, por favor.",
    changed: "Este pago ha cambiado. No envíe nada y vuelva a cargar esta página.",
    vanished:
      "El pago ya no es visible en la red. Conserve el hash de la transacción; seguimos supervisando la red.",
    contact: "Contactar con {shop}",
    noteFrom: "Mensaje de {shop}",
  },
  ask: {
    exactly: "Envíe exactamente <amount></amount>",
    remaining: "Envíe el resto: <amount></amount>",
    network: "USDT en la red <b>{network}</b>",
    copyAmount: "Copiar importe",
    copyRemaining: "Copiar importe restante",
    amountCopied: "Importe copiado: {amount}. Envíe USDT por la red {network}.",
    feeOnTop: "Si su exchange descuenta una comisión, súmela al importe.",
    received:
      "Hemos recibido {received} de {amount} USDT. Envíe {remaining} USDT más a la misma dirección.",
  },
  copy: {
    copied: "Copiado",
    failed: "No se pudo copiar",
    byHand: "Seleccione el texto y cópielo manualmente",
  },
  timer: {
    left: "Tiempo restante",
    until: "hasta el {time}",
    minutesLeft:
      "{minutes, plural, one {Queda # minuto} many {Quedan # de minutos} other {Quedan # minutos}}",
    secondsLeft:
      "{seconds, plural, one {Queda # segundo} many {Quedan # de segundos} other {Quedan # segundos}}",
    days: "{days, plural, one {# día} many {# de días} other {# días}}",
  },
  more: {
    button: "Necesito más tiempo",
    offer:
      "Puede disponer de {minutes, plural, one {# minuto más} many {# de minutos más} other {# minutos más}}, una sola vez. El importe y la dirección no cambian.",
    granted: "Ahora tiene más tiempo. El importe y la dirección son los mismos.",
    refused: "Ya no es posible ampliar el plazo.",
  },
  address: {
    heading: "A esta dirección en la red <b>{network}</b>",
    copy: "Copiar dirección {standard}",
    copied: "Dirección copiada. Envíe USDT por la red {network}.",
  },
  warning: {
    only: "Envíe solo USDT y únicamente por la red <b>{network}</b>. Lo que envíe en otros tokens o por otras redes puede perderse.",
    question: "¿Y si elijo otra red u otro token?",
    ethereum:
      "La misma dirección existe en BNB Smart Chain (BEP20), Polygon y otras redes. El dinero enviado por esas redes no llega aquí; es posible que {shop} pueda recuperarlo, pero no hay garantía.",
    tron: "Ethereum (ERC20) y BNB Smart Chain (BEP20) usan otras direcciones, y la mayoría de las billeteras rechazan esta. Elija TRC20 cuando su billetera o exchange le pida la red.",
    tokens: "Los demás tokens que lleguen a esta dirección no cuentan como pago.",
    fee: "Los exchanges pueden descontar su comisión del importe. Asegúrese de que el importe que llegue sea de {amount} USDT.",
  },
  qr: {
    section: "Código QR",
    label: "Código QR de la dirección en {network}",
    address: "Dirección",
    addressNote: "Solo la dirección. Escriba usted el importe y elija la red <b>{network}</b>.",
    wallet: "Enlace de billetera",
    walletLabel: "Código QR con dirección, importe y red para billeteras en {network}",
    walletNote:
      "Para MetaMask, Coinbase Wallet, Rainbow y otras: dirección, importe y red en un solo código.",
    otherDevice: "¿Paga desde otro dispositivo?",
  },
  wallet: {
    open: "Abrir billetera",
    openIn: "Abrir en {wallet}",
    check:
      "Compruebe en su billetera que el envío es de {amount} USDT por la red <b>{network}</b>.",
  },
  phone: {
    question: "Continuar en el teléfono",
    label: "Código QR de esta página",
    note: "Este código abre esta página en su teléfono. No es la dirección de pago.",
  },
  progress: {
    confirmations: "<b><seen></seen> de {required}</b> confirmaciones",
    said: "{seen} de {required} confirmaciones",
    soon: "falta menos de un minuto",
    about: "tiempo restante: aprox. {time}",
    usually: "normalmente {time}",
  },
  state: {
    waiting: { title: "Pagar {amount} USDT", headline: "Envíe exactamente {amount} USDT" },
    partial: { title: "Pendiente: {remaining} USDT", headline: "Envíe el resto: {remaining} USDT" },
    detected: {
      title: "Confirmando…",
      headline: "Pago detectado, espere un momento",
      text: "Ya vemos su pago. Puede cerrar esta página.",
    },
    confirming: {
      title: "Confirmando…",
      headline: "Su pago se está confirmando",
      text: "No tiene que hacer nada más. Puede cerrar esta página.",
    },
    checking: {
      title: "Comprobando…",
      headline: "El plazo ha terminado. Estamos buscando su pago",
      text: "Si ya ha pagado, encontraremos su pago. Si aún no lo ha hecho, no envíe nada ahora, por favor.",
    },
    paid: {
      title: "✓ Pagado",
      headline: "Pagado",
      text: "{shop} ha recibido su pago de {received} USDT.",
    },
    overpaid: {
      title: "✓ Pagado",
      headline: "Pagado",
      text: "Ha enviado {extra} USDT de más. Contacte con {shop} para consultar sobre un reembolso.",
    },
    expired: {
      title: "Expirado",
      headline: "Este enlace ha expirado",
      text: "No envíe fondos a la dirección anterior, por favor. Para pagar, pida a {shop} un enlace nuevo.",
    },
    expired_partial: {
      title: "Acción necesaria",
      headline: "El plazo ha terminado. Tenemos {received} USDT",
      text: "Llegaron a tiempo {received} de {amount} USDT. No envíe nada más y contacte con {shop} indicando la referencia que aparece abajo.",
    },
    late: {
      title: "Recibido fuera de plazo",
      headline: "Recibido fuera de plazo",
      text: "Su pago llegó después de que el enlace expirara. Hemos avisado a {shop}.",
    },
    cancelled: {
      title: "Anulado",
      headline: "Este pago se ha anulado",
      text: "No envíe fondos a la dirección anterior, por favor.",
    },
  },
  facts: {
    askedFor: "Solicitado",
    amount: "Importe",
    received: "Recibido",
    network: "Red",
    reference: "Referencia",
    transaction: "Transacción",
    paidAt: "Fecha de pago",
    copyReference: "Copiar referencia",
    referenceCopied: "Referencia copiada",
    newTab: "(abre el explorador de bloques en una pestaña nueva)",
  },
  timeline: {
    heading: "Historial del pago",
    created: "Solicitud de {amount} USDT",
    seen: "Pago de {amount} USDT detectado en el bloque {block}",
    late: "Pago de {amount} USDT detectado en el bloque {block}, una vez terminado el plazo",
    gone: "Pago de {amount} USDT: ya no es visible en la red",
    confirmations: "{seen} de {required} confirmaciones",
    final: "Confirmado definitivamente",
    extended: "Se amplió el plazo",
    ended: "El plazo terminó",
    cancelled: "Anulado",
    paid: "Pagado",
    view: "Ver transacción",
  },
  outcome: {
    back: "Volver a {shop}",
    backIn: "Volverá en <seconds></seconds>",
    backSaid:
      "Volverá en {seconds, plural, one {# segundo} many {# de segundos} other {# segundos}}.",
    stay: "Permanecer aquí",
    staying: "Permanecerá en esta página.",
  },
  receipt: {
    open: "Comprobante",
    title: "Comprobante {reference}",
    heading: "Comprobante",
    print: "Imprimir",
    paidTo: "Pagado a",
    address: "Dirección de destino",
    printed: "Este comprobante está en {url}",
    notFinal: "Todavía sin confirmación definitiva. Esta página se actualiza sola.",
    back: "Volver al pago",
    mailQuestion: "Enviarme este comprobante por correo",
    mailButton: "Enviar",
    mailSent: "El comprobante está en camino. Puede tardar un minuto.",
    mailSubject: "Comprobante {reference} de {shop}",
    mailLink: "Ver el comprobante",
    mailWhy:
      "Recibe este correo porque esta dirección se introdujo en la página de pago. No se usa para nada más.",
  },
  lookup: {
    question: "Ya pagué, ¿dónde está mi pago?",
    intro:
      "Pegue el hash de la transacción que muestra su billetera o exchange. Lo buscaremos en ambas redes.",
    field: "Hash de la transacción",
    button: "Buscar",
    busy: "Buscando en ambas redes…",
    malformed:
      "Eso no es un hash de transacción. Tiene 64 caracteres: cifras del 0 al 9 y letras de la «a» a la «f».",
    found: "Encontrado: {amount} USDT para este pago.",
    notFinal:
      "Encontrado: {amount} USDT para este pago, con {seen} de {required} confirmaciones. Espere un poco, por favor.",
    notEnough:
      "Encontrado: {amount} USDT para este pago. No es suficiente. Importe pendiente: {remaining} USDT.",
    otherAddress:
      "Esta transacción envía USDT a otra dirección, {address}. Compárela con la dirección de esta página y, si quería pagar aquí, contacte con {shop}.",
    otherPayment: "Esta transacción corresponde a otro pago. Cada pago tiene su propia dirección.",
    wrongNetwork:
      "Esta transacción está en {network} y esta página pide {wanted}. Contacte con {shop} e indique el hash.",
    wrongToken:
      "Esta transacción envía a esta dirección un token distinto de USDT, que no cuenta como pago. Contacte con {shop} e indique el hash.",
    noTokens: "Esta transacción no mueve USDT.",
    reverted: "Esta transacción falló en la red: no se envió nada. Puede pagar de nuevo.",
    revertedClosed: "Esta transacción falló en la red: no se envió nada.",
    pending:
      "La red conoce esta transacción, pero todavía no está en ningún bloque. Espere, por favor.",
    unknown:
      "Ninguna de las dos redes conoce esta transacción. Si es reciente, inténtelo de nuevo en un minuto. Los exchanges suelen tardar unos minutos en hacer el envío. Si usó otra red, contacte con {shop}.",
    unavailable:
      "No podemos consultar la red en este momento. Inténtelo de nuevo en un minuto, por favor.",
    tooMany: "Demasiadas consultas. Inténtelo de nuevo más tarde, por favor.",
  },
  email: {
    question: "Dejar un correo electrónico",
    note: "Para que {shop} pueda contactar con usted sobre este pago. No se usa para nada más.",
    field: "Correo electrónico",
    button: "Guardar",
    saved: "Guardado. {shop} ya puede contactar con usted.",
    malformed: "Eso no es una dirección de correo electrónico.",
    refund: "Su dirección de {network} para un reembolso (opcional)",
    refundNote: "{shop} decide sobre el reembolso y le preguntará antes de enviar nada.",
    refundMalformed: "Esa no puede ser su dirección en {network}.",
    tooMany: "Demasiadas solicitudes. Inténtelo más tarde.",
  },
  play: {
    heading: "Simular un pago",
    note: "Aquí no necesita billetera. Cada botón envía dinero de prueba en {network}, a través de la cadena de bloques real de este entorno de pruebas.",
    pay: "Pagar con USDT de prueba",
    part: "Una parte",
    over: "De más",
    two: "Dos a la vez",
    reorganised: "Desaparece y vuelve",
    late: "Demasiado tarde",
    expire: "Dejar terminar el plazo",
    sending: "Enviando…",
    sent: "Enviado",
    failed: "No se pudo enviar el pago de prueba. Inténtelo de nuevo, por favor.",
  },
  gone: {
    headline: "Aquí no hay ningún pago",
    text: "Revise el enlace o pida uno nuevo a la tienda. Si ya ha pagado, su dinero no se pierde por esto: la tienda puede encontrarlo.",
  },
  away: {
    headline: "No podemos mostrar este pago en este momento",
    text: "Si ya ha pagado, encontraremos su pago. Si aún no lo ha hecho, espere un momento y vuelva a cargar esta página, por favor.",
  },
};
