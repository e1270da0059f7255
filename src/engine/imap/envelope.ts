// ENVELOPE of a message (RFC 3501 section 7.4.2): header values as they stand, nothing decoded.

import { fieldValue, type HeaderField } from '../mime/header-fields.ts';
import { type EnvelopeAddress, parseAddressList } from './address-list.ts';
import { nstringText } from './response-text.ts';

/** The response text, latin1. */
export function envelopeText(fields: readonly HeaderField[]): string {
  const from = addresses(fields, 'from');
  const parts = [
    nstringText(fieldValue(fields, 'date')),
    nstringText(fieldValue(fields, 'subject')),
    addressesText(from),
    // Both default to From, whether missing or empty.
    addressesText(orElse(addresses(fields, 'sender'), from)),
    addressesText(orElse(addresses(fields, 'reply-to'), from)),
    addressesText(addresses(fields, 'to')),
    addressesText(addresses(fields, 'cc')),
    addressesText(addresses(fields, 'bcc')),
    nstringText(fieldValue(fields, 'in-reply-to')),
    nstringText(fieldValue(fields, 'message-id')),
  ];
  return `(${parts.join(' ')})`;
}

const addresses = (fields: readonly HeaderField[], name: string): EnvelopeAddress[] =>
  fields.filter((field) => field.name === name).flatMap(({ value }) => parseAddressList(value));

const orElse = (list: EnvelopeAddress[], other: EnvelopeAddress[]): EnvelopeAddress[] =>
  list.length > 0 ? list : other;

const addressesText = (list: readonly EnvelopeAddress[]): string =>
  list.length === 0
    ? 'NIL'
    : `(${list.map(({ name, mailbox, host }) => `(${nstringText(name)} NIL ${nstringText(mailbox)} ${nstringText(host)})`).join('')})`;
