// Who gets the original of a message by the rules on content (row 9.14, "Forward to"), whatever becomes of it for its recipients.
import type { Mark } from '../../pipeline/verdict.ts';
import type { Directory } from '../directory.ts';
import type { EnvelopeRecipient, RecipientDsn } from '../queue/envelope.ts';

/** Nobody is told when such a copy cannot be delivered. */
const NEVER: RecipientDsn = { notify: [], orcpt: null };

/** None of a message with a virus: that one is not passed on. Those who get the message anyway get it once. */
export function forwardedCopies(
  marks: readonly Mark[],
  recipients: readonly EnvelopeRecipient[],
  directory: Pick<Directory, 'resolve'>,
): EnvelopeRecipient[] {
  if (marks.some(({ kind }) => kind === 'virus')) return [];
  const addresses = new Set(
    marks.flatMap((mark) => (mark.kind === 'mcp' && mark.forwardTo !== null ? [mark.forwardTo] : [])),
  );
  const reached = new Set(recipients.filter(({ fate }) => fate === 'deliver').map(({ address }) => address));
  return [...addresses].flatMap((address) => {
    const found = directory.resolve(address);
    const targets =
      found.kind === 'known' ? found.targets : found.kind === 'foreign' ? [{ address, account: null }] : [];
    return targets
      .filter((target) => !reached.has(target.address))
      .map((target) => ({ ...target, original: address, fate: 'deliver' as const, notify: false, dsn: NEVER }));
  });
}
