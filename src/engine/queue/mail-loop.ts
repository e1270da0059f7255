// A message that was delivered to an address here before is in a loop: Delivered-To tells (as in Postfix's local(8)).
import { addressKey } from '../../core/mail-address.ts';
import { readHeader } from '../mime/header-fields.ts';
import { type Answer, answer } from './outcome.ts';

/** Header fields looked at [A]: far more than any mail has. */
const MAX_FIELDS = 10_000;

/** The addresses that the message was delivered to, as keys. */
export function deliveredTo(message: Buffer): ReadonlySet<string> {
  const { fields } = readHeader(message, 0, message.length, MAX_FIELDS);
  return new Set(
    fields
      .filter(({ name }) => name === 'delivered-to')
      .map(({ value }) => addressKey(Buffer.from(value, 'latin1').toString().replace(/^<|>$/g, ''))),
  );
}

/** RFC 3463 X.4.6. */
export const loopAnswer = (address: string): Answer => answer('5.4.6', `mail forwarding loop for ${address}`);
