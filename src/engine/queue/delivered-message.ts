// The message as it is stored, and as it leaves: trace fields (RFC 5321 section 4.4) in front, header lines and subject as its marks ask for.
import { isIPv6 } from 'node:net';
import { dispositionOf } from '../../pipeline/disposition.ts';
import { encapsulatedAsMarked } from '../antispam/encapsulate-spam.ts';
import { authenticationResults } from '../dkim/authentication-results.ts';
import { withoutFalseResults } from '../dkim/false-results.ts';
import type { Envelope } from './envelope.ts';
import { prefixSubject } from './prefix-subject.ts';

/** RFC 5322 section 3.3. @param seconds since 1970 */
export const headerDate = (seconds: number): string =>
  new Date(Math.floor(seconds) * 1000).toUTCString().replace('GMT', '+0000');

/** The word behind `with`: RFC 3848, RFC 6531 section 4.3. */
function protocolOf({ client, secure, account, smtputf8 }: Envelope): string {
  if (!client.extended) return 'SMTP';
  return `${smtputf8 ? 'UTF8SMTP' : 'ESMTP'}${secure ? 'S' : ''}${account ? 'A' : ''}`;
}

function receivedField(envelope: Envelope, hostname: string): string {
  const { id, client, receivedSeconds, report } = envelope;
  const date = headerDate(receivedSeconds);
  // What was made here came from nowhere.
  if (report !== undefined) return `Received: by ${hostname} id ${id};\r\n\t${date}\r\n`;
  const literal = isIPv6(client.address) ? `IPv6:${client.address}` : client.address;
  return `Received: from ${client.helo} ([${literal}])\r\n\tby ${hostname} with ${protocolOf(envelope)} id ${id};\r\n\t${date}\r\n`;
}

/** True when the message begins with a header field or with the empty line behind none. */
const beginsWithHeader = (message: Buffer): boolean =>
  /^(?:\r\n|[\x21-\x39\x3b-\x7e]+[ \t]*:)/.test(message.toString('latin1', 0, 1000));

/** Without this a first line of text would continue our last field. */
const headed = (message: Buffer): Buffer =>
  beginsWithHeader(message) ? message : Buffer.concat([Buffer.from('\r\n'), message]);

const fieldLines = (lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');

/** Subject and header lines of the disposition, the latter behind `front`. */
function marked({ marks }: Envelope, message: Buffer): { lines: string; rest: Buffer[] } {
  const { headers, subjectPrefixes } = dispositionOf(marks);
  const prefix = subjectPrefixes.join('');
  return { lines: fieldLines(headers), rest: prefix === '' ? [message] : prefixSubject(message, prefix) };
}

/**
 * The message for a mailbox.
 * @param hostname name of this server. @param deliveredTo the address whose mailbox it is, by which a loop is known
 */
export function deliveredMessage(envelope: Envelope, received: Buffer, hostname: string, deliveredTo: string): Buffer {
  const message = encapsulatedAsMarked(headed(withoutFalseResults(received, hostname)), envelope, hostname);
  const { lines, rest } = marked(envelope, message);
  const trace = fieldLines([`Return-Path: <${envelope.sender}>`, `Delivered-To: ${deliveredTo}`]);
  const found = authenticationResults(envelope, hostname);
  return Buffer.concat([Buffer.from(trace + found + lines + receivedField(envelope, hostname)), ...rest]);
}

/** The message for other servers, but for its trace: what a signature is made of. */
export function outgoingContent(envelope: Envelope, received: Buffer): Buffer {
  const { lines, rest } = marked(envelope, headed(received));
  return lines === '' && rest.length === 1 ? headed(received) : Buffer.concat([Buffer.from(lines), ...rest]);
}

/** @param content of `outgoingContent`, signed or not. @param forwardedFrom our address that stands for this other one; null: none does */
export const outgoingMessage = (
  envelope: Envelope,
  content: Buffer,
  hostname: string,
  forwardedFrom: string | null,
): Buffer =>
  Buffer.concat([
    Buffer.from(forwardedFrom === null ? '' : fieldLines([`Delivered-To: ${forwardedFrom}`])),
    Buffer.from(receivedField(envelope, hostname)),
    content,
  ]);
