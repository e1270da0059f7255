// The mail that tells a recipient of a message that was not delivered (row 9.10). Plain ASCII; nothing of the message goes into it.
import { headerDate } from './delivered-message.ts';
import type { Envelope, EnvelopeRecipient } from './envelope.ts';

const ascii = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 320);

/** @param hostname name of this server */
export function noticeOf(envelope: Envelope, { address, fate }: EnvelopeRecipient, hostname: string): Buffer {
  const what = fate === 'quarantine' ? 'kept in quarantine' : 'deleted';
  const viruses = envelope.marks.flatMap((mark) => (mark.kind === 'virus' ? [ascii(mark.virus)] : []));
  const date = headerDate(envelope.receivedSeconds);
  return Buffer.from(
    [
      'Return-Path: <>',
      `Date: ${date}`,
      `From: Mail system <postmaster@${hostname}>`,
      `To: <${ascii(address)}>`,
      `Subject: A message to you was ${what}`,
      `Message-ID: <${envelope.id}.notice@${hostname}>`,
      'Auto-Submitted: auto-generated',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      `A message to you was not delivered. It was ${what}.`,
      '',
      `From:     ${envelope.sender === '' ? '(a mail system)' : ascii(envelope.sender)}`,
      `Received: ${date}`,
      `Queue id: ${envelope.id}`,
      ...(viruses.length > 0 ? [`Virus:    ${viruses.join(', ')}`] : []),
      '',
      'Your administrator can tell you more.',
      '',
    ].join('\r\n'),
  );
}
