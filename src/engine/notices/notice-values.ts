// What the variables of templates stand for, for one message.
import { decodeWords } from 'postal-mime';
import type { NoticeVariable } from '../../config/notices.ts';
import { fieldValue, readHeader } from '../mime/header-fields.ts';
import { headerDate } from '../queue/delivered-message.ts';
import type { Envelope } from '../queue/envelope.ts';

const MAX_FIELDS = 1000;
const MAX_SUBJECT = 2000;

/** Subject as people read it; not made safe yet. */
export function subjectOf(message: Buffer): string {
  const { fields } = readHeader(message, 0, message.length, MAX_FIELDS);
  const raw = (fieldValue(fields, 'subject') ?? '').slice(0, MAX_SUBJECT);
  return decodeWords(Buffer.from(raw, 'latin1').toString());
}

export interface NoticeContext {
  readonly recipient: string;
  /** What was done, e.g. `deleted`. */
  readonly action: string;
  /** Name of this server. */
  readonly hostname: string;
}

export function noticeValues(
  { id, sender, receivedSeconds, marks }: Pick<Envelope, 'id' | 'sender' | 'receivedSeconds' | 'marks'>,
  message: Buffer,
  { recipient, action, hostname }: NoticeContext,
): Readonly<Record<NoticeVariable, string>> {
  const viruses = marks.flatMap((mark) => (mark.kind === 'virus' ? [mark.virus] : []));
  const scores = marks.flatMap((mark) => (mark.kind === 'mcp' ? [mark.score.toFixed(1)] : []));
  return {
    sender: sender === '' ? '(a mail system)' : sender,
    recipient,
    subject: subjectOf(message) || '(none)',
    date: headerDate(receivedSeconds),
    virus: viruses.join(', ') || '(none)',
    score: scores.join(', ') || '(none)',
    action,
    id,
    host: hostname,
  };
}
