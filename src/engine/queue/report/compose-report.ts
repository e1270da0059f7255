// A report as a message: text for people, status for programs, and what it is about (RFC 3464, RFC 6522). Never more than it has to return.
import { readHeader } from '../../mime/header-fields.ts';
import { headerDate } from '../delivered-message.ts';
import type { Envelope } from '../envelope.ts';
import { deliveryStatus, type StatusContext } from './delivery-status.ts';
import { fold } from './fold.ts';
import type { PlannedReport, ReportedRecipient, ReportKind } from './plan-reports.ts';

export interface ReportHeading {
  /** Id of the report itself. */
  readonly id: string;
  /** For its To field. */
  readonly to: string;
  /** There is no sender who could be told. */
  readonly toPostmaster: boolean;
}

/** Larger messages come back as their headers: Postfix's bounce_size_limit. */
const MAX_FULL_BYTES = 50_000;
/** Postfix's header_size_limit, less is shown of larger ones. */
const MAX_HEADER_BYTES = 102_400;
/** Recipients spelled out for people; all of them stand in the part for programs [A]. */
const MAX_SHOWN = 50;

const SUBJECTS: Readonly<Record<ReportKind, string>> = {
  failure: 'Undelivered Mail Returned to Sender',
  delay: 'Delayed Mail (still being retried)',
  success: 'Successful Mail Delivery Report',
};

const OPENINGS: Readonly<Record<ReportKind, readonly string[]>> = {
  failure: [
    'Your message could not be delivered to the addresses below, and it will not be',
    'tried again. What went wrong stands behind each of them.',
  ],
  delay: [
    'Your message could not be delivered yet to the addresses below. This is a warning',
    'only: you need not send it again, it is still being tried.',
  ],
  success: ['Your message was delivered to the addresses below, as you asked to be told.'],
};

function lineFor(kind: ReportKind, { recipient, progress }: ReportedRecipient, utf8: boolean): string {
  const address = utf8 ? recipient.address : recipient.address.replace(/[^\x20-\x7e]/g, '?');
  const { answer, relayed, fate } = progress;
  if (kind === 'success')
    return `<${address}>: ${relayed ? 'passed on to another server, which sends no report' : 'delivered'}`;
  const said =
    answer === null ? 'not tried' : answer.host === null ? answer.text : `${answer.host} said: ${answer.text}`;
  return `<${address}>: ${fate === 'expired' ? 'given up after waiting too long; at last: ' : ''}${said}`;
}

function textPart(
  kind: ReportKind,
  report: PlannedReport,
  { hostname, utf8 }: StatusContext,
  toPostmaster: boolean,
): string {
  const opening = toPostmaster
    ? ['Mail could not be delivered to the addresses below, and it has no sender who could be told.']
    : OPENINGS[kind];
  const shown = report.recipients.slice(0, MAX_SHOWN).map((one) => fold(lineFor(kind, one, utf8), 75, '    '));
  const more = report.recipients.length - shown.length;
  return [
    `This is the mail system of ${hostname}.`,
    '',
    ...opening,
    '',
    ...shown.flatMap((line) => [line, '']),
    ...(more > 0 ? [`... and ${more} more`, ''] : []),
  ].join('\r\n');
}

/** The header of the message, cut at the end of a line where it is too long. */
function headerOf(message: Buffer): Buffer {
  const { bodyStart } = readHeader(message, 0, message.length, 1);
  const header = message.subarray(0, bodyStart);
  return header.length <= MAX_HEADER_BYTES
    ? header
    : header.subarray(0, header.lastIndexOf('\n', MAX_HEADER_BYTES) + 1);
}

const sevenBit = (bytes: Buffer): boolean => bytes.every((byte) => byte < 128);

/** What comes back, as a MIME part. */
function returnedPart(envelope: Envelope, message: Buffer, kind: ReportKind, utf8: boolean): Buffer[] {
  // RFC 3461 section 6.2: a whole message only where it failed, and its sender asked for it.
  if (kind === 'failure' && envelope.dsn?.ret === 'full' && message.length <= MAX_FULL_BYTES) {
    const encoding = sevenBit(message) ? '7bit' : '8bit';
    const type = utf8 ? 'message/global' : 'message/rfc822';
    return [Buffer.from(`Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`), message];
  }
  const header = headerOf(message);
  if (utf8)
    return [Buffer.from('Content-Type: message/global-headers\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'), header];
  const ascii = Buffer.from(header.toString('latin1').replace(/[\x80-\xff]/g, '?'), 'latin1');
  return [Buffer.from('Content-Type: text/rfc822-headers\r\n\r\n'), ascii];
}

/** The report as a message, CR LF throughout. @param message the one it is about, as it was received */
export function composeReport(
  envelope: Envelope,
  message: Buffer,
  report: PlannedReport,
  heading: ReportHeading,
  context: StatusContext,
): Buffer {
  const { kind } = report;
  const { hostname, now, utf8 } = context;
  const { toPostmaster } = heading;
  const returned = returnedPart(envelope, message, kind, utf8);
  let boundary = `=_${heading.id}`;
  // Whoever wrote the message may have guessed the boundary.
  while (message.includes(boundary)) boundary += '_';
  const charset = utf8 ? 'utf-8' : 'us-ascii';
  const status = `message/${utf8 ? 'global-' : ''}delivery-status`;
  const encoding = utf8 ? 'Content-Transfer-Encoding: 8bit\r\n' : '';
  const front = [
    `Date: ${headerDate(now)}`,
    `From: Mail Delivery System <MAILER-DAEMON@${hostname}>`,
    `To: <${heading.to}>`,
    `Subject: ${toPostmaster ? 'Postmaster notice: undeliverable report' : SUBJECTS[kind]}`,
    `Message-ID: <${heading.id}@${hostname}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([
    Buffer.from(front),
    Buffer.from(`--${boundary}\r\nContent-Type: text/plain; charset=${charset}\r\n${encoding}\r\n`),
    Buffer.from(textPart(kind, report, context, toPostmaster)),
    Buffer.from(`\r\n--${boundary}\r\nContent-Type: ${status}\r\n${encoding}\r\n`),
    Buffer.from(deliveryStatus(envelope, report, context)),
    Buffer.from(`\r\n--${boundary}\r\n`),
    ...returned,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}
