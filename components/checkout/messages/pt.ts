import type { Messages } from "./en";

/** Brazilian Portuguese. */
export const pt: Messages = {
  page: {
    test: "TESTE",
    testNote: "Aqui não há movimentação de dinheiro real",
    reference: "Referência",
    language: "Idioma",
    checkHost: "Confira se a barra de endereço do seu navegador mostra <b>{host}</b>.",
    closeAnyTime: "Você pode fechar esta página: o endereço continua sendo monitorado.",
    refreshes:
      "Esta página é atualizada a cada {seconds, plural, one {# segundo} many {# de segundos} other {# segundos}}.",
    offline:
      "Você está sem conexão. O que aparece aqui continua válido, e seguimos procurando seu pagamento na rede.",
    unreachable:
      "Não conseguimos atualizar a página agora. Se você já pagou, o pagamento será encontrado. Se ainda não pagou, aguarde, por favor.",
    changed: "Este pagamento mudou. Não envie nada e recarregue esta página.",
    vanished:
      "O pagamento não está mais visível na rede. Guarde o hash da transação; continuamos monitorando.",
    contact: "Falar com {shop}",
    noteFrom: "Mensagem de {shop}",
  },
  ask: {
    exactly: "Envie exatamente <amount></amount>",
    remaining: "Envie o restante: <amount></amount>",
    network: "USDT na rede <b>{network}</b>",
    copyAmount: "Copiar valor",
    copyRemaining: "Copiar valor restante",
    amountCopied: "Valor copiado: {amount}. Envie USDT pela rede {network}.",
    feeOnTop: "Se a sua corretora descontar uma taxa, some-a ao valor.",
    received:
      "Recebemos {received} de {amount} USDT. Envie mais {remaining} USDT para o mesmo endereço.",
  },
  copy: {
    copied: "Copiado",
    failed: "Não foi possível copiar",
    byHand: "Selecione o texto e copie manualmente",
  },
  timer: {
    left: "Tempo restante",
    until: "até {time}",
    minutesLeft:
      "{minutes, plural, one {Falta # minuto} many {Faltam # de minutos} other {Faltam # minutos}}",
    secondsLeft:
      "{seconds, plural, one {Falta # segundo} many {Faltam # de segundos} other {Faltam # segundos}}",
    days: "{days, plural, one {# dia} many {# de dias} other {# dias}}",
  },
  more: {
    button: "Preciso de mais tempo",
    offer:
      "Você pode ter mais {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}, uma única vez. O valor e o endereço continuam os mesmos.",
    granted: "Agora você tem mais tempo. O valor e o endereço são os mesmos.",
    refused: "Não é mais possível estender o prazo.",
  },
  address: {
    heading: "Para este endereço na rede <b>{network}</b>",
    copy: "Copiar endereço {standard}",
    copied: "Endereço copiado. Envie USDT pela rede {network}.",
  },
  warning: {
    only: "Envie somente USDT e somente pela rede <b>{network}</b>. O que for enviado em outros tokens ou por outras redes pode ser perdido.",
    question: "E se eu escolher outra rede ou outro token?",
    ethereum:
      "O mesmo endereço existe na BNB Smart Chain (BEP20), na Polygon e em outras redes. O dinheiro enviado por elas não chega aqui; talvez {shop} consiga recuperá-lo, mas isso não é garantido.",
    tron: "Ethereum (ERC20) e BNB Smart Chain (BEP20) usam outros endereços, e a maioria das carteiras recusa este. Escolha TRC20 quando sua carteira ou corretora pedir a rede.",
    tokens: "Outros tokens enviados a este endereço não contam como pagamento.",
    fee: "Corretoras podem descontar a taxa delas do valor. Confira se o valor que vai chegar é de {amount} USDT.",
  },
  qr: {
    section: "QR code",
    label: "QR code do endereço na rede {network}",
    address: "Endereço",
    addressNote: "Só o endereço. Digite o valor e escolha a rede <b>{network}</b>.",
    wallet: "Link de carteira",
    walletLabel: "QR code com endereço, valor e rede para carteiras na rede {network}",
    walletNote:
      "Para MetaMask, Coinbase Wallet, Rainbow e outras: endereço, valor e rede em um só código.",
    otherDevice: "Vai pagar por outro dispositivo?",
  },
  wallet: {
    open: "Abrir carteira",
    openIn: "Abrir em {wallet}",
    check: "Confira na sua carteira se o envio é de {amount} USDT pela rede <b>{network}</b>.",
  },
  phone: {
    question: "Continuar no celular",
    label: "QR code desta página",
    note: "Este código abre esta página no seu celular. Ele não é o endereço de pagamento.",
  },
  progress: {
    confirmations: "<b><seen></seen> de {required}</b> confirmações",
    said: "{seen} de {required} confirmações",
    soon: "falta menos de um minuto",
    about: "tempo restante: cerca de {time}",
    usually: "normalmente {time}",
  },
  state: {
    waiting: { title: "Pagar {amount} USDT", headline: "Envie exatamente {amount} USDT" },
    partial: {
      title: "Restante: {remaining} USDT",
      headline: "Envie o restante: {remaining} USDT",
    },
    detected: {
      title: "Confirmando…",
      headline: "Pagamento detectado, aguarde",
      text: "Já vemos seu pagamento. Você pode fechar esta página.",
    },
    confirming: {
      title: "Confirmando…",
      headline: "Seu pagamento está sendo confirmado",
      text: "Você não precisa fazer mais nada. Pode fechar esta página.",
    },
    checking: {
      title: "Verificando…",
      headline: "O prazo terminou. Estamos procurando seu pagamento",
      text: "Se você já pagou, o pagamento será encontrado. Se ainda não pagou, por favor, não envie nada agora.",
    },
    paid: {
      title: "✓ Pago",
      headline: "Pago",
      text: "{shop} recebeu seu pagamento de {received} USDT.",
    },
    overpaid: {
      title: "✓ Pago",
      headline: "Pago",
      text: "Você enviou {extra} USDT a mais. Fale com {shop} sobre um reembolso.",
    },
    expired: {
      title: "Expirado",
      headline: "Este link expirou",
      text: "Por favor, não envie fundos para o endereço antigo. Para pagar, peça um novo link a {shop}.",
    },
    expired_partial: {
      title: "Ação necessária",
      headline: "O prazo terminou. Estamos com {received} USDT",
      text: "Chegaram a tempo {received} de {amount} USDT. Por favor, não envie mais nada e fale com {shop}, informando a referência abaixo.",
    },
    late: {
      title: "Recebido com atraso",
      headline: "Recebido com atraso",
      text: "Seu pagamento chegou depois que o link expirou. Já avisamos {shop}.",
    },
    cancelled: {
      title: "Cancelado",
      headline: "Este pagamento foi cancelado",
      text: "Por favor, não envie fundos para o endereço antigo.",
    },
  },
  facts: {
    askedFor: "Solicitado",
    amount: "Valor",
    received: "Recebido",
    network: "Rede",
    reference: "Referência",
    transaction: "Transação",
    paidAt: "Data do pagamento",
    copyReference: "Copiar referência",
    referenceCopied: "Referência copiada",
    newTab: "(abre o explorador de blocos em uma nova aba)",
  },
  timeline: {
    heading: "Histórico do pagamento",
    created: "Solicitação de {amount} USDT",
    seen: "Pagamento de {amount} USDT detectado no bloco {block}",
    late: "Pagamento de {amount} USDT detectado no bloco {block}, depois do fim do prazo",
    gone: "Pagamento de {amount} USDT não está mais visível na rede",
    confirmations: "{seen} de {required} confirmações",
    final: "Confirmado em definitivo",
    extended: "O prazo foi estendido",
    ended: "O prazo terminou",
    cancelled: "Cancelado",
    paid: "Pago",
    view: "Ver transação",
  },
  outcome: {
    back: "Voltar para {shop}",
    backIn: "Você voltará em <seconds></seconds>",
    backSaid:
      "Você voltará em {seconds, plural, one {# segundo} many {# de segundos} other {# segundos}}.",
    stay: "Ficar aqui",
    staying: "Você continua nesta página.",
  },
  receipt: {
    open: "Comprovante",
    title: "Comprovante {reference}",
    heading: "Comprovante",
    print: "Imprimir",
    paidTo: "Pago a",
    address: "Endereço de destino",
    printed: "Este comprovante está em {url}",
    notFinal: "Ainda sem confirmação definitiva. Esta página se atualiza sozinha.",
    back: "Voltar ao pagamento",
    mailQuestion: "Receber este comprovante por e-mail",
    mailButton: "Enviar",
    mailSent: "O comprovante está a caminho. Pode levar um minuto.",
    mailSubject: "Comprovante {reference} de {shop}",
    mailLink: "Ver o comprovante",
    mailWhy:
      "Você recebe este e-mail porque este endereço foi informado na página de pagamento. Ele não é usado para mais nada.",
  },
  lookup: {
    question: "Já paguei. Onde está o pagamento?",
    intro:
      "Cole o hash da transação que aparece na sua carteira ou corretora. Vamos procurá-lo nas duas redes.",
    field: "Hash da transação",
    button: "Procurar",
    busy: "Procurando nas duas redes…",
    malformed:
      "Isso não é um hash de transação. Ele tem 64 caracteres: números de 0 a 9 e letras de “a” a “f”.",
    found: "Encontrado: {amount} USDT para este pagamento.",
    notFinal:
      "Encontrado: {amount} USDT para este pagamento, com {seen} de {required} confirmações. Aguarde um pouco, por favor.",
    notEnough:
      "Encontrado: {amount} USDT para este pagamento. Não é suficiente. Valor que ainda falta: {remaining} USDT.",
    otherAddress:
      "Esta transação envia USDT para outro endereço, {address}. Compare com o endereço desta página e, se você queria pagar aqui, fale com {shop}.",
    otherPayment:
      "Esta transação corresponde a outro pagamento. Cada pagamento tem seu próprio endereço.",
    wrongNetwork:
      "Esta transação está na rede {network}, e esta página pede {wanted}. Fale com {shop} e informe o hash.",
    wrongToken:
      "Esta transação envia para este endereço um token que não é USDT e que não conta como pagamento. Fale com {shop} e informe o hash.",
    noTokens: "Esta transação não movimenta USDT.",
    reverted: "Esta transação falhou na rede: nada foi enviado. Você pode pagar de novo.",
    revertedClosed: "Esta transação falhou na rede: nada foi enviado.",
    pending:
      "A rede conhece esta transação, mas ela ainda não está em nenhum bloco. Aguarde, por favor.",
    unknown:
      "Nenhuma das duas redes conhece esta transação. Se ela for recente, tente de novo em um minuto. As corretoras costumam levar alguns minutos para fazer o envio. Se você usou outra rede, fale com {shop}.",
    unavailable: "Não conseguimos consultar a rede agora. Tente de novo em um minuto, por favor.",
    tooMany: "Muitas consultas. Tente de novo mais tarde, por favor.",
  },
  email: {
    question: "Deixar um e-mail",
    note: "Para que {shop} possa falar com você sobre este pagamento. O e-mail não é usado para mais nada.",
    field: "E-mail",
    button: "Salvar",
    saved: "Salvo. Agora {shop} pode falar com você.",
    malformed: "Isso não é um endereço de e-mail.",
    refund: "Seu endereço em {network} para um reembolso (opcional)",
    refundNote:
      "{shop} decide sobre o reembolso e vai perguntar a você antes de enviar qualquer coisa.",
    refundMalformed: "Esse não pode ser o seu endereço em {network}.",
    tooMany: "Muitas solicitações. Tente novamente mais tarde.",
  },
  play: {
    heading: "Simular um pagamento",
    note: "Aqui você não precisa de carteira. Cada botão envia dinheiro de teste na rede {network}, pela blockchain real deste ambiente de testes.",
    pay: "Pagar com USDT de teste",
    part: "Uma parte",
    over: "A mais",
    two: "Dois de uma vez",
    reorganised: "Some e volta",
    late: "Tarde demais",
    expire: "Deixar o prazo terminar",
    sending: "Enviando…",
    sent: "Enviado",
    failed: "Não foi possível enviar o pagamento de teste. Tente de novo, por favor.",
  },
  gone: {
    headline: "Não há nenhum pagamento aqui",
    text: "Confira o link ou peça um novo à loja. Se você já pagou, seu dinheiro não se perde por isso: a loja pode encontrá-lo.",
  },
  away: {
    headline: "Não conseguimos mostrar este pagamento agora",
    text: "Se você já pagou, o pagamento será encontrado. Se ainda não pagou, aguarde um momento e recarregue esta página, por favor.",
  },
};
