import { jobContext } from "@/lib/command";
import { connect } from "@/lib/db";
import { silentLogger } from "@/lib/kit";
import { createSmtpTransport, sendMails } from "@/lib/mail/delivery";

// A worker's one round: what is due goes to the SMTP server.
const [workerUrl = "", smtpUrl = ""] = process.argv.slice(2);
const db = connect({ url: workerUrl, name: "mail-program", max: 1 });
const transport = createSmtpTransport({ url: smtpUrl });
const sent = await sendMails(jobContext(db, "mails", silentLogger), {
  transport,
  from: "pay@gateway.example",
});
await db.close();
process.stdout.write(`sent ${sent}\n`);
