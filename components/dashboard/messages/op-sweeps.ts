import { catalog } from "./catalog";

/** Sweeps that do not move, and why. */
export const opSweeps = catalog({
  en: {
    title: "Stuck sweeps",
    about:
      "A sweep carries money from a deposit address to its merchant’s wallet. These have not moved for longer than they should.",
    caption: "Stuck sweeps, the longest waiting first",
    count: "{count, plural, one {# stuck sweep} other {# stuck sweeps}}",
    since: "Planned",
    merchant: "Merchant",
    why: "Why",
    filter: "Networks",
    emptyTitle: "No sweep is stuck",
    emptyAbout: "Whatever came in is on its way, or in its merchant’s wallet.",
    overview: "See the networks",
    first: "First",
    next: "Next",
    state_planned: "It is planned.",
    state_funding: "Gas is on its way to it.",
    state_sending: "It is being sent.",
    state_batched: "It goes in a batch.",
    why_network_halted: "The network is halted: find out why, then let it go on.",
    why_worker_silent: "No worker was heard of: start it.",
    why_node_unreachable: "No node answers the worker.",
    why_signer_silent:
      "The signer was not heard of, and {what, select, gas {the gas for it} transfer {its transfer} batch {its batch} energy {its energy} other {a transaction}} waits for a signature: start it.",
    why_signer_refused:
      "The signer refused to sign {what, select, gas {the gas for it} transfer {its transfer} batch {its batch} energy {its energy} other {a transaction}}; it is asked again after a rest.",
    why_waits_signature:
      "{what, select, gas {The gas for it} transfer {Its transfer} batch {Its batch} energy {Its energy} other {A transaction}} waits for the signer’s signature.",
    why_node_refused:
      "The node never takes {what, select, gas {the gas for it} transfer {its transfer} batch {its batch} energy {its energy} other {a transaction}} as it is.",
    why_waits_block:
      "{what, select, gas {The gas for it} transfer {Its transfer} batch {Its batch} energy {Its energy} other {A transaction}} was sent and waits for a block; after 90 seconds it is sent again for a higher fee.",
    why_waits_finality:
      "{what, select, gas {The gas for it} transfer {Its transfer} batch {Its batch} energy {Its energy} other {A transaction}} is in a block and waits to be final.",
    why_gas_wallet_missing:
      "This network has no gas wallet yet: the signer makes it when it starts.",
    why_gas_wallet_short: "The gas wallet is short: fund it, and the sweep goes on by itself.",
    why_waits_energy: "Energy that was lent to this address before is on its way back.",
    why_token_refused:
      "The token’s contract refuses the transfer: it may be paused, or the address frozen.",
    why_reverted: "Its last transfer failed in its block; it is tried again.",
    why_expired: "Its last transfer can never be mined any more; a new one is due.",
    why_batch_failed: "Its batch left it out; it goes by itself now.",
    why_rests: "It rests, and is tried again.",
    why_rounds_fail: "The worker’s rounds on this network fail.",
    why_waits_turn: "Nothing is in its way: others are before it.",
    detail: "Said: {text}",
    retry: "Tried again {at}",
    waiting: "Since {at}",
    heard: "Last heard {at}",
    holds: "It holds {amount}",
  },
  es: {
    title: "Barridos atascados",
    about:
      "Un barrido lleva el dinero de una dirección de depósito a la cartera de su comercio. Estos llevan sin moverse más de lo debido.",
    caption: "Barridos atascados, primero los que más esperan",
    count: "{count, plural, one {# barrido atascado} other {# barridos atascados}}",
    since: "Previsto",
    merchant: "Comercio",
    why: "Por qué",
    filter: "Redes",
    emptyTitle: "Ningún barrido está atascado",
    emptyAbout: "Todo lo recibido está en camino o en la cartera de su comercio.",
    overview: "Ver las redes",
    first: "Primeros",
    next: "Siguientes",
    state_planned: "Está previsto.",
    state_funding: "Su gas está en camino.",
    state_sending: "Se está enviando.",
    state_batched: "Va en un lote.",
    why_network_halted: "La red está detenida: averigüe la causa y deje que continúe.",
    why_worker_silent: "Ningún worker da señales: inícielo.",
    why_node_unreachable: "Ningún nodo responde al worker.",
    why_signer_silent:
      "El signer no da señales, y {what, select, gas {su gas} transfer {su transferencia} batch {su lote} energy {su energía} other {una transacción}} espera una firma: inícielo.",
    why_signer_refused:
      "El signer se negó a firmar {what, select, gas {su gas} transfer {su transferencia} batch {su lote} energy {su energía} other {una transacción}}; se le pedirá de nuevo tras un descanso.",
    why_waits_signature:
      "{what, select, gas {Su gas} transfer {Su transferencia} batch {Su lote} energy {Su energía} other {Una transacción}} espera la firma del signer.",
    why_node_refused:
      "El nodo no acepta {what, select, gas {su gas} transfer {su transferencia} batch {su lote} energy {su energía} other {una transacción}} tal como es.",
    why_waits_block:
      "{what, select, gas {Su gas} transfer {Su transferencia} batch {Su lote} energy {Su energía} other {Una transacción}} se envió y espera un bloque; a los 90 segundos se reenvía con una comisión mayor.",
    why_waits_finality:
      "{what, select, gas {Su gas} transfer {Su transferencia} batch {Su lote} energy {Su energía} other {Una transacción}} está en un bloque y espera que sea definitivo.",
    why_gas_wallet_missing: "Esta red aún no tiene cartera de gas: el signer la crea al iniciarse.",
    why_gas_wallet_short: "La cartera de gas no alcanza: recárguela y el barrido continuará solo.",
    why_waits_energy: "La energía prestada antes a esta dirección está de vuelta en camino.",
    why_token_refused:
      "El contrato del token rechaza la transferencia: puede estar en pausa, o la dirección congelada.",
    why_reverted: "Su última transferencia falló en su bloque; se intentará de nuevo.",
    why_expired: "Su última transferencia ya no puede entrar en un bloque; toca una nueva.",
    why_batch_failed: "Su lote lo dejó fuera; ahora va por su cuenta.",
    why_rests: "Descansa y se intentará de nuevo.",
    why_rounds_fail: "Las rondas del worker en esta red fallan.",
    why_waits_turn: "Nada lo impide: hay otros antes.",
    detail: "Respuesta: {text}",
    retry: "Nuevo intento: {at}",
    waiting: "Desde {at}",
    heard: "Última señal {at}",
    holds: "Contiene {amount}",
  },
  ru: {
    title: "Застрявшие сборы",
    about:
      "Сбор переносит деньги с адреса для пополнений в кошелёк продавца. Эти не движутся дольше, чем должны.",
    caption: "Застрявшие сборы, сначала ждущие дольше всех",
    count:
      "{count, plural, one {# застрявший сбор} few {# застрявших сбора} many {# застрявших сборов} other {# застрявшего сбора}}",
    since: "Назначен",
    merchant: "Продавец",
    why: "Почему",
    filter: "Сети",
    emptyTitle: "Ни один сбор не застрял",
    emptyAbout: "Всё поступившее в пути или уже в кошельке продавца.",
    overview: "К состоянию сетей",
    first: "Первые",
    next: "Дальше",
    state_planned: "Назначен.",
    state_funding: "Газ для него в пути.",
    state_sending: "Отправляется.",
    state_batched: "Идёт в пачке.",
    why_network_halted: "Сеть остановлена: выясните причину и дайте ей продолжить.",
    why_worker_silent: "От процесса worker нет вестей: запустите его.",
    why_node_unreachable: "Ни один узел не отвечает процессу worker.",
    why_signer_silent:
      "От процесса signer нет вестей, а подписи ждёт {what, select, gas {газ для сбора} transfer {перевод} batch {пачка} energy {энергия} other {транзакция}}: запустите его.",
    why_signer_refused:
      "Signer отказался подписать ({what, select, gas {газ для сбора} transfer {перевод} batch {пачка} energy {энергия} other {транзакция}}); позже его попросят снова.",
    why_waits_signature:
      "Ждёт подписи процесса signer: {what, select, gas {газ для сбора} transfer {перевод} batch {пачка} energy {энергия} other {транзакция}}.",
    why_node_refused:
      "Узел не принимает в таком виде: {what, select, gas {газ для сбора} transfer {перевод} batch {пачка} energy {энергия} other {транзакция}}.",
    why_waits_block:
      "Отправлено и ждёт блока: {what, select, gas {газ для сбора} transfer {перевод} batch {пачка} energy {энергия} other {транзакция}}; через 90 секунд отправится снова с большей комиссией.",
    why_waits_finality:
      "В блоке, ждёт окончательности: {what, select, gas {газ для сбора} transfer {перевод} batch {пачка} energy {энергия} other {транзакция}}.",
    why_gas_wallet_missing: "У этой сети ещё нет кошелька газа: signer создаёт его при запуске.",
    why_gas_wallet_short: "В кошельке газа не хватает: пополните его, и сбор продолжится сам.",
    why_waits_energy: "Энергия, которую адрес получил взаймы раньше, ещё возвращается.",
    why_token_refused:
      "Контракт токена отклоняет перевод: он может быть приостановлен, а адрес — заморожен.",
    why_reverted: "Последний перевод не удался в своём блоке; будет повторён.",
    why_expired: "Последний перевод уже не может попасть в блок; нужен новый.",
    why_batch_failed: "Пачка его не взяла; теперь он идёт сам.",
    why_rests: "Отдыхает; будет повторён.",
    why_rounds_fail: "Проходы процесса worker по этой сети не удаются.",
    why_waits_turn: "Ему ничто не мешает: перед ним другие.",
    detail: "Ответ: {text}",
    retry: "Повтор: {at}",
    waiting: "С {at}",
    heard: "Последний раз на связи {at}",
    holds: "В нём {amount}",
  },
});
