// A notice as a message: plain text in UTF-8, marked as made by a program (RFC 3834). Nothing of the message it is about but what
// a template names.
import type { NoticeTemplate, NoticeVariable } from '../../config/notices.ts';
import { encodeQuotedPrintable } from '../mime/encode-part.ts';
import { headerDate } from '../queue/delivered-message.ts';
import { encodedText } from '../queue/prefix-subject.ts';
import { fillTemplate } from './fill-template.ts';

export interface NoticeHeading {
  /** Id of the notice itself. */
  readonly id: string;
  readonly to: string;
  readonly hostname: string;
  /** Seconds since 1970. */
  readonly now: number;
}

const ascii = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 320);

export function composeNotice(
  template: NoticeTemplate,
  values: Readonly<Record<NoticeVariable, string>>,
  { id, to, hostname, now }: NoticeHeading,
): Buffer {
  const body = `${fillTemplate(template.body, values).replace(/\r?\n/g, '\r\n').trimEnd()}\r\n`;
  const head = [
    `Date: ${headerDate(now)}`,
    `From: Mail system <postmaster@${hostname}>`,
    `To: <${ascii(to)}>`,
    `Subject: ${encodedText(fillTemplate(template.subject, values))}`,
    `Message-ID: <${id}@${hostname}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), encodeQuotedPrintable(Buffer.from(body))]);
}
