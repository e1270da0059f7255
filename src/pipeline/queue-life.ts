// The life of a queued message (row 10.4): when a recipient is tried again, when it is given up, when the sender is warned.
// Pure state machine: takes `now`; the engine persists it, the model does not.
import { DAY_SECONDS } from '../core/units.ts';

export interface QueueLifePolicy {
  /** The wait before a try is the age of the message, within these two. */
  readonly minimalBackoffSeconds: number;
  readonly maximalBackoffSeconds: number;
  /** A recipient that fails at this age or later is given up. */
  readonly lifetimeSeconds: number;
  /** The same for mail from the null sender, which nobody waits for. */
  readonly bounceLifetimeSeconds: number;
  /** The sender hears at this age that the message is still here; null: never. */
  readonly delayWarningSeconds: number | null;
}

/** Postfix's minimal_backoff_time, maximal_backoff_time, maximal_queue_lifetime, bounce_queue_lifetime, delay_warning_time. */
export const QUEUE_LIFE: QueueLifePolicy = {
  minimalBackoffSeconds: 300,
  maximalBackoffSeconds: 4000,
  lifetimeSeconds: 5 * DAY_SECONDS,
  bounceLifetimeSeconds: 5 * DAY_SECONDS,
  delayWarningSeconds: null,
};

/** `incoming`: never tried. `active`: being delivered. `deferred`: waits for its time. `hold`: waits for an administrator. */
export type QueueState = 'incoming' | 'active' | 'deferred' | 'hold';

export interface RecipientLife {
  /** Null: nothing is left to be done for it. */
  readonly nextTrySeconds: number | null;
  readonly tries: number;
}

export interface MessageLife {
  readonly arrivedSeconds: number;
  /** From the null sender. */
  readonly bounce: boolean;
  readonly state: QueueState;
  /** Goes to `hold` as soon as it is not being delivered. */
  readonly held: boolean;
  readonly warned: boolean;
  readonly recipients: readonly RecipientLife[];
}

/** What a try brought: `over` is delivered or refused for good. */
export type TryResult = 'over' | 'deferred';

export interface Conclusion {
  readonly life: MessageLife;
  /** Recipients, by index, that were deferred once too often. */
  readonly givenUp: readonly number[];
  /** Recipients whose sender is to be warned now; none when it was warned before. */
  readonly warn: readonly number[];
}

/** A message that was just accepted. @param recipients how many it has */
export const arrive = (arrivedSeconds: number, bounce: boolean, recipients: number): MessageLife => ({
  arrivedSeconds,
  bounce,
  state: 'incoming',
  held: false,
  warned: false,
  recipients: Array.from({ length: recipients }, () => ({ nextTrySeconds: arrivedSeconds, tries: 0 })),
});

/** Wait between a failed try and the next one: the age of the message, within bounds (Postfix: qmgr_active.c). */
export const backoffSeconds = (ageSeconds: number, policy: QueueLifePolicy): number =>
  Math.max(policy.minimalBackoffSeconds, Math.min(ageSeconds, policy.maximalBackoffSeconds));

/** When the message wants to be tried; null when nothing is left to be done. */
export function nextTrySeconds({ recipients }: MessageLife): number | null {
  let next: number | null = null;
  for (const recipient of recipients)
    if (recipient.nextTrySeconds !== null && (next === null || recipient.nextTrySeconds < next))
      next = recipient.nextTrySeconds;
  return next;
}

/** Begins a delivery. @returns the recipients, by index, whose time has come; a message on hold has none. */
export function activate(life: MessageLife, now: number): { life: MessageLife; due: readonly number[] } {
  if (life.held) return { life, due: [] };
  const due = life.recipients.flatMap(({ nextTrySeconds: at }, index) => (at !== null && at <= now ? [index] : []));
  return { life: { ...life, state: 'active' }, due };
}

/**
 * Ends a delivery.
 * @param results by index, of those that were tried; the others are left as they were.
 */
export function conclude(
  life: MessageLife,
  results: ReadonlyMap<number, TryResult>,
  now: number,
  policy: QueueLifePolicy,
): Conclusion {
  const age = now - life.arrivedSeconds;
  const lifetime = life.bounce ? policy.bounceLifetimeSeconds : policy.lifetimeSeconds;
  const next = age >= lifetime ? null : now + backoffSeconds(age, policy);
  const givenUp: number[] = [];
  const waiting: number[] = [];
  const recipients = life.recipients.map((recipient, index): RecipientLife => {
    const result = results.get(index);
    if (result === undefined) return recipient;
    if (result === 'deferred') (next === null ? givenUp : waiting).push(index);
    return { nextTrySeconds: result === 'deferred' ? next : null, tries: recipient.tries + 1 };
  });
  const { delayWarningSeconds } = policy;
  const warns = !life.warned && !life.bounce && delayWarningSeconds !== null && age >= delayWarningSeconds;
  const warn = warns ? waiting : [];
  const state = life.held ? 'hold' : 'deferred';
  return { life: { ...life, state, warned: life.warned || warn.length > 0, recipients }, givenUp, warn };
}

/** An administrator stops the message; a delivery that runs comes to its end first. */
export const hold = (life: MessageLife): MessageLife => ({
  ...life,
  held: true,
  state: life.state === 'active' ? 'active' : 'hold',
});

/** Lets a message on hold go on, to be tried when it would have been. */
export const release = (life: MessageLife): MessageLife => ({
  ...life,
  held: false,
  state: life.state === 'hold' ? 'deferred' : life.state,
});

/** Makes everything that is left due now; a message on hold is released (row 10.4: "from Hold to Active"). */
export const resend = (life: MessageLife, now: number): MessageLife => ({
  ...release(life),
  recipients: life.recipients.map((recipient) =>
    recipient.nextTrySeconds === null
      ? recipient
      : { ...recipient, nextTrySeconds: Math.min(recipient.nextTrySeconds, now) },
  ),
});
