// The message as it is stored: trace fields (RFC 5321 section 4.4) and the disposition's header lines in front, subject prefixed.
import { isIPv6 } from 'node:net';
import { dispositionOf } from '../../pipeline/disposition.ts';
import type { Envelope } from './envelope.ts';
import { prefixSubject } from './prefix-subject.ts';

/** RFC 5322 section 3.3. @param seconds since 1970 */
export const headerDate = (seconds: number): string =>
  new Date(Math.floor(seconds) * 1000).toUTCString().replace('GMT', '+0000');

function receivedField({ id, client, receivedSeconds }: Envelope, hostname: string): string {
  const literal = isIPv6(client.address) ? `IPv6:${client.address}` : client.address;
  const protocol = client.extended ? 'ESMTP' : 'SMTP';
  return `Received: from ${client.helo} ([${literal}])\r\n\tby ${hostname} with ${protocol} id ${id};\r\n\t${headerDate(receivedSeconds)}\r\n`;
}

/** True when the message begins with a header field or with the empty line behind none. */
const beginsWithHeader = (message: Buffer): boolean =>
  /^(?:\r\n|[\x21-\x39\x3b-\x7e]+[ \t]*:)/.test(message.toString('latin1', 0, 1000));

/** @param hostname name of this server */
export function deliveredMessage(envelope: Envelope, received: Buffer, hostname: string): Buffer {
  // Without this a first line of text would continue our last field.
  const message = beginsWithHeader(received) ? received : Buffer.concat([Buffer.from('\r\n'), received]);
  const { headers, subjectPrefixes } = dispositionOf(envelope.marks);
  const front = [`Return-Path: <${envelope.sender}>`, ...headers].map((line) => `${line}\r\n`).join('');
  const prefix = subjectPrefixes.join('');
  return Buffer.concat([
    Buffer.from(front + receivedField(envelope, hostname)),
    ...(prefix === '' ? [message] : prefixSubject(message, prefix)),
  ]);
}
