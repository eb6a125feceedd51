import type { StepUpSubject } from "@/lib/command";
import { checkName } from "./internal";

/** What a person confirms by a code: one more passkey, or one less. */
export const PASSKEY_ADD = "account.passkey_add";
export const PASSKEY_REMOVE = "account.passkey_remove";

/** What the code for a new passkey is given for: its name. Throws validation_failed. */
export const passkeyAddSubject = (name: string): StepUpSubject => ({ name: checkName(name) });

/** What the code for removing one is given for. */
export const passkeyRemoveSubject = (passkeyId: string): StepUpSubject => ({ passkey: passkeyId });
