import { z } from "zod";
import type { Tier } from "@/lib/api";
import type { Context, StepUpSubject } from "@/lib/command";
import { AppError, newId } from "@/lib/kit";
import {
  confirmChallenge,
  FRESH_PASSWORD_MS,
  type GivenProof,
  passkeySite,
  provePassword,
  startChallenge,
  touchSession,
} from "@/lib/people";
import {
  type ActionResult,
  type ConfirmRequest,
  failed,
  parsed,
  type ShownFact,
  statusOf,
} from "./action-answer";
import { ACTION_PERMISSIONS, type ActionName } from "./action-permissions";
import { countPerson } from "./count-person";
import { observe } from "./metrics";
import {
  contextFor,
  isAllowed,
  type Person,
  personContext,
  refusalOf,
  requirePerson,
} from "./person";
import { getRuntime } from "./runtime";

/** What must be confirmed by a one-time code: the subject that the verb will hold against it, and how it is shown. */
export interface StepUp {
  readonly kind: string;
  readonly subject: StepUpSubject;
  readonly shown: readonly ShownFact[];
  /** The password too, unless it was proven within the last minutes. */
  readonly password?: boolean;
}

export interface ActionFacts {
  readonly person: Person;
}

interface ActionDefinition<Input, Result> {
  readonly name: ActionName;
  readonly tier?: Tier;
  readonly input: z.ZodType<Input>;
  /** Null: nothing needs to be confirmed this time. Its verb asks again. */
  stepUp?(ctx: Context, input: Input, facts: ActionFacts): Promise<StepUp | null>;
  run(ctx: Context, input: Input, facts: ActionFacts): Promise<Result>;
}

const confirmationSchema = z.object({
  challengeId: z.uuid(),
  code: z.string().max(40).optional(),
  recoveryCode: z.string().max(40).optional(),
  /** What a passkey signed, as the browser has it, in JSON. */
  passkey: z.string().max(16_000).optional(),
  password: z.string().max(200).optional(),
});
export type Confirmation = z.input<typeof confirmationSchema>;

/**
 * A server action: person → permission → limit → input → one-time code → one verb. Called without a confirmation, an
 * action that needs a code answers what is to be confirmed; called again with it, it acts. Never throws: what went
 * wrong is told with a request id.
 */
export function action<Input, Result>(definition: ActionDefinition<Input, Result>) {
  return async (given: unknown, confirmation?: unknown): Promise<ActionResult<Result>> => {
    const requestId = newId();
    const started = performance.now();
    const answer = await perform(definition, given, confirmation, requestId).catch(
      (error: unknown) =>
        failed<Result>(definition.name, confirmation ? outdated(error) : error, requestId),
    );
    const status = answer.ok || "confirm" in answer ? 200 : statusOf(answer.failure.code);
    observe(`ACTION ${definition.name}`, status, (performance.now() - started) / 1_000);
    return answer;
  };
}

async function perform<Input, Result>(
  definition: ActionDefinition<Input, Result>,
  given: unknown,
  confirmation: unknown,
  requestId: string,
): Promise<ActionResult<Result>> {
  const person = await requirePerson();
  await touchSession(personContext(person, requestId), person);
  const permission = ACTION_PERMISSIONS[definition.name];
  if (!isAllowed(person, permission)) {
    throw refusalOf(person, permission);
  }
  await countPerson(person, definition.name, definition.tier ?? "dashboard");
  const ctx = contextFor(person, permission, requestId);
  const input = parsed(definition.input, given);
  const facts = { person };
  const step = (await definition.stepUp?.(ctx, input, facts)) ?? null;
  if (step === null) return { ok: true, data: await definition.run(ctx, input, facts) };
  if (confirmation === undefined || confirmation === null) {
    return { ok: false, confirm: await askFor(ctx, person, step) };
  }
  const confirmed = parsed(confirmationSchema, confirmation);
  await confirm(ctx, person, step, confirmed);
  const armed = { ...ctx, stepUp: confirmed.challengeId };
  return { ok: true, data: await definition.run(armed, input, facts) };
}

/** A code was given, and is not good for this any more: asking for one again would say nothing of why. */
function outdated(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== "step_up_required") return error;
  return new AppError("step_up_required", {
    public: "What was to be confirmed has changed, or its time was over. Please look at it again.",
    cause: error,
  });
}

function needsPassword(person: Person, step: StepUp): boolean {
  return step.password === true && Date.now() - person.passwordAt.getTime() > FRESH_PASSWORD_MS;
}

async function askFor(ctx: Context, person: Person, step: StepUp): Promise<ConfirmRequest> {
  const site = passkeySite(getRuntime().config.origin);
  const { challengeId, expiresAt, passkey } = await startChallenge(
    ctx,
    step.kind,
    step.subject,
    site,
  );
  return {
    challengeId,
    expiresAt: expiresAt.toISOString(),
    shown: step.shown,
    password: needsPassword(person, step),
    passkey,
  };
}

async function confirm(
  ctx: Context,
  person: Person,
  step: StepUp,
  given: z.output<typeof confirmationSchema>,
): Promise<void> {
  if (needsPassword(person, step)) {
    if (!given.password) throw new AppError("password_required");
    await provePassword(ctx, person.sessionId, given.password);
  }
  const { secretBox, config } = getRuntime();
  await confirmChallenge(
    ctx,
    given.challengeId,
    proofOf(given),
    secretBox,
    passkeySite(config.origin),
  );
}

function proofOf({ code, recoveryCode, passkey }: z.output<typeof confirmationSchema>): GivenProof {
  if (passkey) return { passkey };
  if (recoveryCode) return { recoveryCode: recoveryCode.trim() };
  return { code: (code ?? "").replace(/\s/g, "") };
}
