import { catalog } from "./catalog";

export const contacts = catalog({
  en: {
    title: "Addresses that payers left",
    about:
      "When a payment went wrong, its page asks the payer for an address, and promises that you can answer. They are kept for 180 days.",
    unchecked: "Nobody has checked these",
    uncheckedAbout:
      "Whoever holds a payment’s link can leave an address here. Answer by e-mail, and be sure of whom you talk to before you send money anywhere: no refund goes out by itself.",
    caption: "Addresses that payers left, newest first",
    left: "Left",
    invoice: "Payment",
    email: "E-mail address",
    emailWhat: "the e-mail address",
    refund: "Where a refund would go",
    refundWhat: "the refund address",
    network: "Network",
    language: "Language",
    answer: "Write to {email}",
    none: "Not given",
    emptyTitle: "Nobody left an address",
    emptyAbout:
      "Addresses show up here when a payment was too little, too much or too late, and its payer asks for help.",
    wrongPage: "There is no such page of this list",
    older: "Older",
    newest: "Back to the newest",
  },
  es: {
    title: "Direcciones que dejaron los pagadores",
    about:
      "Cuando un pago sale mal, su página pide al pagador una dirección y promete que usted puede responder. Se guardan 180 días.",
    unchecked: "Nadie las ha comprobado",
    uncheckedAbout:
      "Quien tenga el enlace de un pago puede dejar aquí una dirección. Responda por correo y asegúrese de con quién habla antes de enviar dinero: ningún reembolso sale por sí solo.",
    caption: "Direcciones que dejaron los pagadores, las más recientes primero",
    left: "Dejada",
    invoice: "Pago",
    email: "Correo electrónico",
    emailWhat: "el correo electrónico",
    refund: "Adónde iría un reembolso",
    refundWhat: "la dirección de reembolso",
    network: "Red",
    language: "Idioma",
    answer: "Escribir a {email}",
    none: "No indicada",
    emptyTitle: "Nadie ha dejado una dirección",
    emptyAbout:
      "Aparecen aquí cuando un pago fue insuficiente, excesivo o tardío y el pagador pide ayuda.",
    wrongPage: "Esta lista no tiene esa página",
    older: "Más antiguas",
    newest: "Volver a las más recientes",
  },
  ru: {
    title: "Адреса, оставленные плательщиками",
    about:
      "Если с платежом что-то не так, его страница просит адрес и обещает, что вы сможете ответить. Адреса хранятся 180 дней.",
    unchecked: "Их никто не проверял",
    uncheckedAbout:
      "Оставить адрес может любой, у кого есть ссылка на оплату. Ответьте письмом и убедитесь, с кем говорите, прежде чем отправлять деньги: сами они не возвращаются.",
    caption: "Адреса, оставленные плательщиками, сначала новые",
    left: "Оставлен",
    invoice: "Платёж",
    email: "Электронная почта",
    emailWhat: "адрес почты",
    refund: "Куда вернуть деньги",
    refundWhat: "адрес для возврата",
    network: "Сеть",
    language: "Язык",
    answer: "Написать на {email}",
    none: "Не указан",
    emptyTitle: "Никто не оставил адрес",
    emptyAbout:
      "Адреса появляются здесь, когда заплатили меньше, больше или с опозданием и плательщик просит помощи.",
    wrongPage: "Такой страницы в списке нет",
    older: "Старее",
    newest: "К самым новым",
  },
});
