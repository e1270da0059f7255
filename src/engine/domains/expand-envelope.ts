// The recipients of an accepted message: aliases expanded, hidden copies added, everybody once. Pure.
import type { Target } from '../directory.ts';
import type { EnvelopeRecipient, RecipientDsn } from '../queue/envelope.ts';

/** One RCPT TO that was taken, and what the filters made of it. */
export interface AcceptedRecipient extends Pick<EnvelopeRecipient, 'fate' | 'notify'> {
  /** The address of RCPT TO. */
  readonly address: string;
  readonly targets: readonly Target[];
  readonly dsn?: RecipientDsn | undefined;
}

/** An address that gets a copy by a rule (row 8.7). */
export interface HiddenCopy {
  readonly address: string;
  readonly targets: readonly Target[];
}

const RANK: Readonly<Record<EnvelopeRecipient['fate'], number>> = { deliver: 0, quarantine: 1, discard: 2 };

/** Nobody is told when a copy that nobody knows of cannot be delivered: so does Postfix (always_bcc in postconf(5)). */
const NEVER: RecipientDsn = { notify: [], orcpt: null };

/**
 * Whoever is reached twice, by two aliases or by name and alias, gets the message once, and the first way stands, unless only a later one
 * delivers. Copies go out only if somebody gets the message: what is kept from all its recipients is kept from the archive.
 */
export function expandEnvelope(
  recipients: readonly AcceptedRecipient[],
  copies: readonly HiddenCopy[] = [],
): EnvelopeRecipient[] {
  const found = new Map<string, EnvelopeRecipient>();
  /** Lists already gone through, with the fate they got: an alias of all staff may be named a thousand times. */
  const through = new Map<readonly Target[], number>();
  const add = ({ address: original, targets, fate, notify, dsn }: AcceptedRecipient): void => {
    const rank = RANK[fate];
    if ((through.get(targets) ?? Number.POSITIVE_INFINITY) <= rank) return;
    through.set(targets, rank);
    for (const { address, account } of targets) {
      const key = account === null ? address : `\0${account}`;
      const known = found.get(key);
      if (known !== undefined && RANK[known.fate] <= rank) continue;
      found.set(key, { address, account, original, fate, notify, ...(dsn && { dsn }) });
    }
  };
  for (const recipient of recipients) add(recipient);
  if (![...found.values()].some(({ fate }) => fate === 'deliver')) return [...found.values()];
  for (const copy of copies) add({ ...copy, fate: 'deliver', notify: false, dsn: NEVER });
  return [...found.values()];
}
