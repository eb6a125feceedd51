/** A mail as it leaves. */
export interface OutgoingMail {
  /** Equal on every attempt: who got it twice can know it by that. Without angle brackets. */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly date: Date;
}

/** What an attempt came to. */
export type SendResult =
  | { readonly sent: true }
  | {
      readonly sent: false;
      /** The server refuses this mail for good: no other attempt is worth it. */
      readonly final: boolean;
      /** For the row and the log: no address in it. */
      readonly error: string;
    };

export interface MailTransport {
  /** One attempt. Never throws. */
  send(mail: OutgoingMail): Promise<SendResult>;
}
