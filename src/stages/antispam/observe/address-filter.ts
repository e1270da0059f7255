// Which custom address filter a message meets (row 9.3).
import { addressParser } from 'postal-mime';
import { matchesPattern } from '../../access-list/match.ts';
import type { AddressFilter } from '../spam-filters.ts';
import { messageView } from './message-view.ts';

/** Authors of one message that are looked at [A]; honest mail has one. */
const MAX_AUTHORS = 20;

export interface FilteredEnvelope {
  /** Empty for the null sender. */
  readonly sender: string;
  readonly recipients: readonly string[];
}

function authorsOf(message: Uint8Array): string[] {
  const from = messageView(message).fields('from').slice(0, MAX_AUTHORS);
  return from
    .flatMap((value) => addressParser(value, { flatten: true }).flatMap(({ address }) => address || []))
    .slice(0, MAX_AUTHORS);
}

/**
 * The first filter that matches. One verdict is for all recipients, so all have to match. Mail is marked as spam by its sender or its
 * author, but spared by its sender alone: that is the address which SPF has checked, while anybody may write anything into From.
 */
export function matchedAddressFilter(
  filters: readonly AddressFilter[],
  message: Uint8Array,
  { sender, recipients }: FilteredEnvelope,
): AddressFilter | null {
  if (filters.length === 0 || recipients.length === 0) return null;
  const authors = authorsOf(message);
  const matches = ({ sender: from, recipient: to, action }: AddressFilter): boolean =>
    (matchesPattern(from, sender) || (action === 'spam' && authors.some((author) => matchesPattern(from, author)))) &&
    recipients.every((recipient) => matchesPattern(to, recipient));
  return filters.find(matches) ?? null;
}
