// All that is known of an accepted message besides its bytes. Plain data: it is kept in the spool and in quarantine as JSON.
import type { Phase } from '../../pipeline/phase.ts';
import type { Mark, Verdict } from '../../pipeline/verdict.ts';
import type { StageName } from '../../stages/index.ts';

/** One visit of a stage: the facts it saw and what it said. Facts are null when they could not be found. */
export interface Visit {
  readonly stage: StageName;
  readonly phase: Phase;
  /** The recipient under judgement; null outside phase `rcpt`. */
  readonly recipient: string | null;
  readonly evidence: unknown;
  readonly verdict: Verdict;
}

/** What becomes of the message for one recipient. */
export type Fate = 'deliver' | 'quarantine' | 'discard';

export interface EnvelopeRecipient {
  /** Where it goes in the end, aliases expanded. */
  readonly address: string;
  /** The local account; null: the address is another server's. */
  readonly account: string | null;
  /** The address of RCPT TO. */
  readonly original: string;
  readonly fate: Fate;
  /** The recipient is told of a message that is not delivered. */
  readonly notify: boolean;
}

export interface Envelope {
  readonly version: 1;
  /** Queue id. */
  readonly id: string;
  readonly receivedSeconds: number;
  readonly client: { readonly address: string; readonly helo: string; readonly extended: boolean };
  /** Empty for the null sender. */
  readonly sender: string;
  readonly recipients: readonly EnvelopeRecipient[];
  readonly marks: readonly Mark[];
  readonly trail: readonly Visit[];
}
