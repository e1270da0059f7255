// All that is known of an accepted message besides its bytes. Plain data: it is kept in the spool and in quarantine as JSON.
import type { Origin } from '../../pipeline/origin.ts';
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

/** What the sender wants to hear of one recipient (RFC 3461 section 4). */
export interface RecipientDsn {
  /** Null: nothing was said, which means `failure` (and `delay`, where we warn); empty: never. */
  readonly notify: readonly ('success' | 'failure' | 'delay')[] | null;
  /** As it was given, still encoded: `rfc822;bob+40example.com`; null when it was not. */
  readonly orcpt: string | null;
}

/** What the sender wants to hear of the message (RFC 3461 section 4). */
export interface MessageDsn {
  readonly ret: 'full' | 'headers' | null;
  /** As it was given, still encoded; null when it was not. */
  readonly envid: string | null;
}

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
  readonly dsn?: RecipientDsn;
}

export interface Envelope {
  readonly version: 1;
  /** Queue id. */
  readonly id: string;
  readonly receivedSeconds: number;
  readonly client: { readonly address: string; readonly helo: string; readonly extended: boolean };
  /** How far the client was trusted; missing in what older versions kept, which counts as `stranger`. */
  readonly origin?: Origin;
  /** Empty for the null sender. */
  readonly sender: string;
  readonly recipients: readonly EnvelopeRecipient[];
  readonly marks: readonly Mark[];
  readonly trail: readonly Visit[];
  /** The account that logged in to send it; null: nobody did. */
  readonly account?: string | null;
  /** The listener it came in by. */
  readonly role?: 'smtp' | 'submission' | 'submissions';
  /** It came over TLS. */
  readonly secure?: boolean;
  /** What BODY said (RFC 6152); null: nothing. */
  readonly body?: '7bit' | '8bitmime' | null;
  readonly dsn?: MessageDsn;
  /** The sender asked for SMTPUTF8: header fields and addresses may hold UTF-8 (RFC 6531). */
  readonly smtputf8?: boolean;
  /** Made here: tells a sender of its message, or the postmaster of a report that could not be delivered. */
  readonly report?: 'sender' | 'postmaster';
}
