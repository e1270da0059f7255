// The part of a report that programs read: message/delivery-status (RFC 3464), with addresses in UTF-8 where RFC 6533 allows it.
import type { QueueLifePolicy } from '../../../pipeline/queue-life.ts';
import { headerDate } from '../delivered-message.ts';
import type { Envelope } from '../envelope.ts';
import { fold } from './fold.ts';
import type { PlannedReport, ReportedRecipient, ReportKind } from './plan-reports.ts';
import { decodeXtext } from './xtext.ts';

export interface StatusContext {
  /** Name of this server. */
  readonly hostname: string;
  readonly now: number;
  readonly life: QueueLifePolicy;
  /** The report may hold UTF-8. */
  readonly utf8: boolean;
}

const ascii = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

function actionOf(kind: ReportKind, relayed: boolean): string {
  if (kind === 'failure') return 'failed';
  if (kind === 'delay') return 'delayed';
  return relayed ? 'relayed' : 'delivered';
}

/** RFC 3464 section 2.3.2: a type and an address. */
const addressField = (address: string, utf8: boolean): string =>
  /^[\x20-\x7e]*$/.test(address) || !utf8 ? `rfc822; ${ascii(address)}` : `utf-8; ${address}`;

function originalOf({ recipient }: ReportedRecipient): string | null {
  const [, type, address] = /^([!-:<-~]+);(.*)$/.exec(recipient.dsn?.orcpt ?? '') ?? [];
  return type === undefined || address === undefined ? null : `${type}; ${decodeXtext(address)}`;
}

function recipientFields(kind: ReportKind, reported: ReportedRecipient, lastSeconds: number, context: StatusContext) {
  const { recipient, progress } = reported;
  const { answer, fate, relayed } = progress;
  const original = originalOf(reported);
  // RFC 3463 section 3.5, X.4.7: given up after waiting.
  const status = fate === 'expired' ? '5.4.7' : (answer?.status ?? '4.0.0');
  const fields = [
    ...(original === null ? [] : [`Original-Recipient: ${original}`]),
    `Final-Recipient: ${addressField(recipient.address, context.utf8)}`,
    `Action: ${actionOf(kind, relayed)}`,
    `Status: ${status}`,
  ];
  const host = answer?.host?.replace(/\[.*$/, '');
  if (host) fields.push(`Remote-MTA: dns; ${ascii(host)}`);
  if (answer && kind !== 'success')
    fields.push(`Diagnostic-Code: ${answer.host ? 'smtp' : 'x-plimsoll'}; ${answer.text}`);
  if (kind === 'delay') fields.push(`Will-Retry-Until: ${headerDate(lastSeconds)}`);
  else fields.push(`Last-Attempt-Date: ${headerDate(context.now)}`);
  return fields;
}

/** Groups of fields, an empty line between them. */
export function deliveryStatus(
  envelope: Envelope,
  { kind, recipients }: PlannedReport,
  context: StatusContext,
): string {
  const envid = envelope.dsn?.envid;
  const message = [
    ...(envid ? [`Original-Envelope-Id: ${decodeXtext(envid)}`] : []),
    `Reporting-MTA: dns; ${context.hostname}`,
    `X-Plimsoll-Queue-ID: ${envelope.id}`,
    `Arrival-Date: ${headerDate(envelope.receivedSeconds)}`,
  ];
  const lastSeconds = envelope.receivedSeconds + context.life.lifetimeSeconds;
  const groups = [message, ...recipients.map((one) => recipientFields(kind, one, lastSeconds, context))];
  return groups.map((fields) => fields.map((field) => `${fold(field, 78, ' ')}\r\n`).join('')).join('\r\n');
}
