// One transaction's worth of mail for another server, and what that server has to be able to do for it (RFC 6152, 6531, 1870).
import { canonicalDomain, splitAddress } from '../../core/mail-address.ts';
import { readHeader } from '../mime/header-fields.ts';
import type { MessageDsn, RecipientDsn } from '../queue/envelope.ts';
import { type Answer, answer } from '../queue/outcome.ts';
import type { Session } from './session.ts';
import { hasBytesAbove127 } from './wire-message.ts';

export interface OutgoingRecipient {
  readonly address: string;
  readonly dsn: RecipientDsn | null;
}

export interface OutgoingMail {
  /** Empty for the null sender. */
  readonly sender: string;
  /** The sender's client asked for SMTPUTF8. */
  readonly smtputf8: boolean;
  readonly dsn: MessageDsn | null;
  readonly recipients: readonly OutgoingRecipient[];
  readonly message: Buffer;
}

/** What the message itself asks of a server; worth finding out once for all servers that are tried. */
export interface MessageNeeds {
  readonly eightBit: boolean;
  readonly utf8Header: boolean;
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** What could leave its place in a command. */
const hasControls = (text: string): boolean => /\p{Cc}/u.test(text);

/** The address as every server can read it where only its domain is in another script (RFC 5891). */
export function asciiIfPossible(address: string): string {
  const { local, domain } = splitAddress(address);
  return isAscii(address) || domain === '' || !isAscii(local) ? address : `${local}@${canonicalDomain(domain)}`;
}

export function needsOf({ message, smtputf8 }: Pick<OutgoingMail, 'message' | 'smtputf8'>): MessageNeeds {
  const eightBit = hasBytesAbove127(message);
  // Raw 8-bit text in a header is an old sin; only where the sender asked for SMTPUTF8 it is known to be UTF-8.
  const utf8Header =
    eightBit && smtputf8 && hasBytesAbove127(message, readHeader(message, 0, message.length, 1).bodyStart);
  return { eightBit, utf8Header };
}

/** Whether the transaction has to say SMTPUTF8. */
export const needsUtf8 = ({ sender }: OutgoingMail, { utf8Header }: MessageNeeds): boolean =>
  utf8Header || !isAscii(asciiIfPossible(sender));

/** Why this server cannot take the message at all; null when it can. Nothing is converted: a signature would break (RFC 6376). */
export function incapable(mail: OutgoingMail, needs: MessageNeeds, { extensions, host }: Session): Answer | null {
  if (hasControls(mail.sender)) return answer('5.1.7', 'the sender address has control characters');
  if (needsUtf8(mail, needs) && !extensions.has('SMTPUTF8'))
    return answer('5.6.9', 'SMTPUTF8 is needed for the message and not offered', host);
  if (needs.eightBit && !extensions.has('8BITMIME'))
    return answer('5.6.3', '8BITMIME is needed for the message and not offered', host);
  const limit = Number(/^\d{1,15}$/.exec(extensions.get('SIZE') ?? '')?.[0] ?? 0);
  if (limit > 0 && mail.message.length > limit)
    return answer('5.3.4', `the message has ${mail.message.length} bytes, the server takes ${limit}`, host);
  return null;
}

/** Why this server cannot be told this address; null when it can. */
export function unsayable({ address }: OutgoingRecipient, { extensions, host }: Session): Answer | null {
  if (hasControls(address)) return answer('5.1.3', 'the address has control characters');
  if (isAscii(asciiIfPossible(address)) || extensions.has('SMTPUTF8')) return null;
  return answer('5.6.7', 'SMTPUTF8 is needed for the address and not offered', host);
}
