// The mails that a report is about (row 9.6): those attached to it, or the one that was sent on as it is.
import { addressKey } from '../../core/mail-address.ts';
import { decodePart } from '../../stages/observe/decode-part.ts';
import { partsOf } from '../../stages/observe/received-message.ts';
import { fieldValue } from '../mime/header-fields.ts';
import type { MimePart } from '../mime/mime-structure.ts';
import { addressesIn } from './addresses-in.ts';
import { ENCAPSULATED_FIELD } from './encapsulate-spam.ts';

/** Mails in one report, at most; reports within reports [A]. */
const MAX_REPORTED = 100;
const MAX_DEPTH = 5;

const isMessage = ({ type }: MimePart): boolean => type.type === 'message' && type.subtype === 'rfc822';
/** A message that was encoded, which RFC 2046 forbids and some programs do; it is told by its name or its declared type. */
const isEncodedMessage = ({ fields }: MimePart): boolean =>
  /^\s*message\/rfc822/i.test(fieldValue(fields, 'content-type') ?? '') ||
  /name\*?=.{0,200}\.eml/i.test(fieldValue(fields, 'content-disposition') ?? '');

/** Parts of the message itself, not of messages within. */
function partsWithin(root: MimePart): MimePart[] {
  const parts: MimePart[] = [];
  const waiting = [...root.children];
  for (let part = waiting.shift(); part && parts.length < 1000; part = waiting.shift()) {
    parts.push(part);
    waiting.push(...part.children.slice(0, 1000));
  }
  return parts;
}

const copyOf = (bytes: Buffer): Buffer => Buffer.from(bytes);

/** Our own reports of spam, opened: what they carry is meant. */
function opened(message: Buffer, depth: number): Buffer {
  const { root } = partsOf(message);
  if (depth >= MAX_DEPTH || fieldValue(root.fields, ENCAPSULATED_FIELD.toLowerCase()) === null) return message;
  const original = partsWithin(root).at(-1);
  if (!original) return message;
  const inner =
    isMessage(original) && original.message
      ? message.subarray(original.bodyStart, original.bodyEnd)
      : decodePart(original.fields, message.subarray(original.bodyStart, original.bodyEnd));
  return opened(copyOf(inner), depth + 1);
}

/** True when the report is a mail of the reporter's own: forwarded in its text, so that nothing can be learned from it. */
function isOwnMail(root: MimePart): boolean {
  const reporter = /<?([^<>\s]+@[^<>\s]+)>?/.exec(fieldValue(root.fields, 'return-path') ?? '')?.[1];
  if (reporter === undefined) return false;
  return addressesIn(fieldValue(root.fields, 'from') ?? '').some(
    (author) => addressKey(author) === addressKey(reporter),
  );
}

/** @param report as it was delivered, its Return-Path in front. @returns the reported mails; none when it reports nothing */
export function unwrapReport(report: Buffer): Buffer[] {
  const { root } = partsOf(report);
  const found = partsWithin(root).flatMap((part) => {
    const body = report.subarray(part.bodyStart, part.bodyEnd);
    if (isMessage(part) && part.message) return [copyOf(body)];
    return isEncodedMessage(part) ? [copyOf(decodePart(part.fields, body))] : [];
  });
  // A message that is nothing but another one.
  if (isMessage(root) && root.message) found.push(copyOf(report.subarray(root.bodyStart, root.bodyEnd)));
  if (found.length > 0 && fieldValue(root.fields, ENCAPSULATED_FIELD.toLowerCase()) === null)
    return found.slice(0, MAX_REPORTED).map((message) => opened(message, 0));
  return isOwnMail(root) ? [] : [opened(report, 0)];
}
