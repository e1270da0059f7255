// The messages that a command names, by number or by UID. Shared by FETCH, STORE and COPY.
import { type ArgumentReader, SyntaxFault } from '../argument-reader.ts';
import { type Completion, refuse } from '../command.ts';
import type { MailboxView } from '../mailbox-view.ts';
import { greatestOf, placesIn, readSequenceSet } from '../sequence-set.ts';

export interface NamedMessage {
  readonly sequence: number;
  readonly uid: number;
}

/** Reads a set and finds its messages. Numbers beyond the mailbox are an error, UIDs that are gone are not (RFC 3501 section 6.4.8). */
export function readMessages(reader: ArgumentReader, view: MailboxView, byUid: boolean): NamedMessage[] {
  const set = readSequenceSet(reader);
  const { uids } = view;
  const numbers = byUid ? uids : uids.map((_, place) => place + 1);
  const namesNothing = uids.length === 0 || greatestOf(set) > uids.length;
  if (!byUid && namesNothing) throw new SyntaxFault('No such message number');
  return placesIn(set, numbers).map((place) => ({ sequence: place + 1, uid: uids[place] ?? 0 }));
}

/** RFC 5530: another session removed some of the messages; this one is told behind a later command. */
export const EXPUNGE_ISSUED: Completion = refuse('EXPUNGEISSUED', 'Some of the messages are gone');
