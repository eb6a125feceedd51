export { keepMails } from "./keep-mails";
export { type SendOptions, sendMails } from "./send-mails";
export { createSmtpTransport } from "./smtp-transport";
export type { MailTransport, OutgoingMail, SendResult } from "./transport";
