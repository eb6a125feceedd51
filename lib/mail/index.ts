export { forgetMails } from "./forget-mails";
export { findKeptMail, type KeptMail, listKeptMails } from "./kept-mails";
export { listMailsAbout } from "./list-mails";
export { type NewMail, queueMail } from "./queue-mail";
export { queueTeamMail, type TeamMail } from "./queue-team-mail";
