// One mail transaction: what is gathered from MAIL FROM to the end of DATA, and the envelope that comes of it. Knows no sockets.
import type { Verdict } from '../../pipeline/verdict.ts';
import type { Target } from '../directory.ts';
import type { EnvelopeRecipient, MessageDsn, RecipientDsn, Visit } from '../queue/envelope.ts';

/** What a phase's outcome means for mail that goes on. A refusal is answered and has none. */
interface Handling {
  readonly fate: EnvelopeRecipient['fate'];
  readonly notify: boolean;
}

export const DELIVER: Handling = { fate: 'deliver', notify: false };

/** Nobody is to see the message. */
export const isDropped = ({ fate }: Pick<Handling, 'fate'>): boolean => fate === 'discard';

export const handlingOf = (verdict: Verdict): Handling =>
  verdict.kind === 'quarantine' || verdict.kind === 'discard'
    ? { fate: verdict.kind, notify: verdict.notifyRecipients }
    : DELIVER;

/** What was decided first stays, but a discard beats a quarantine: nobody is to see the message any more. */
export const combined = (first: Handling, second: Handling): Handling => {
  if (second.fate === 'discard' && first.fate !== 'discard') return second;
  return first.fate === 'deliver' ? second : first;
};

interface Recipient {
  /** Of RCPT TO. */
  readonly address: string;
  readonly targets: readonly Target[];
  readonly handling: Handling;
  readonly dsn: RecipientDsn | null;
}

export interface Transaction {
  readonly sender: string;
  /** What MAIL FROM said of the message. */
  readonly body: '7bit' | '8bitmime' | null;
  readonly smtputf8: boolean;
  readonly dsn: MessageDsn | null;
  readonly handling: Handling;
  readonly trail: Visit[];
  readonly recipients: Recipient[];
  /** A BDAT has come: nothing but further ones may follow (RFC 3030 section 2). */
  chunked: boolean;
}

/** A recipient of RCPT TO with what becomes of the message for it. */
export interface SettledRecipient extends Pick<EnvelopeRecipient, 'fate' | 'notify'> {
  readonly address: string;
  readonly targets: readonly Target[];
  readonly dsn: RecipientDsn | undefined;
}

/** Recipients with their fates, once the whole message was judged. */
export const settledRecipients = (transaction: Transaction, message: Handling): SettledRecipient[] =>
  transaction.recipients.map(({ address, targets, handling, dsn }) => ({
    address,
    targets,
    dsn: dsn ?? undefined,
    ...combined(combined(transaction.handling, handling), message),
  }));
