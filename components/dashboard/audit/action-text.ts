import { pickMessages } from "@/components/dashboard/messages";

/** What an action of the audit log is called in the person's language; its code, where it has no name. */
export function actionText(locale: string, action: string): string {
  const names = pickMessages(locale, ["auditActions"]).auditActions;
  return names?.[action.replace(".", "_")] ?? action;
}
