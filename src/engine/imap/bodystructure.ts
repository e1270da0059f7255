// BODY and BODYSTRUCTURE of a message (RFC 3501 section 7.4.2), from its parts.
import { dispositionField, type Parameters } from '../mime/content-type.ts';
import { fieldValue } from '../mime/header-fields.ts';
import type { MimePart } from '../mime/mime-structure.ts';
import { envelopeText } from './envelope.ts';
import { type CountLines, lineCounter } from './line-counter.ts';
import { nstringText, stringText } from './response-text.ts';

/** The response text, latin1. @param extended BODYSTRUCTURE rather than BODY */
export const bodyStructureText = (bytes: Buffer, root: MimePart, extended: boolean): string =>
  partText(root, extended, lineCounter(bytes));

function partText(part: MimePart, extended: boolean, countLines: CountLines): string {
  const { type, fields } = part;
  if (part.children.length > 0) {
    const children = part.children.map((child) => partText(child, extended, countLines)).join('');
    const tail = extended ? ` ${parametersText(type.parameters)} ${tailText(part)}` : '';
    return `(${children} ${stringText(type.subtype)}${tail})`;
  }
  const items = [
    stringText(type.type),
    stringText(type.subtype),
    parametersText(type.type === 'text' ? withCharset(type.parameters) : type.parameters),
    nstringText(fieldValue(fields, 'content-id')),
    nstringText(fieldValue(fields, 'content-description')),
    stringText(fieldValue(fields, 'content-transfer-encoding')?.toLowerCase() || '7bit'),
    String(part.bodyEnd - part.bodyStart),
  ];
  if (part.message) items.push(envelopeText(part.message.fields), partText(part.message, extended, countLines));
  if (part.message || type.type === 'text') items.push(String(countLines(part.bodyStart, part.bodyEnd)));
  if (extended) items.push(nstringText(fieldValue(fields, 'content-md5')), tailText(part));
  return `(${items.join(' ')})`;
}

/** RFC 2046 section 4.1.2: text without a charset is US-ASCII. */
const withCharset = (parameters: Parameters): Parameters =>
  parameters.some(([name]) => name === 'charset') ? parameters : [...parameters, ['charset', 'us-ascii']];

/** Disposition, language, location. */
function tailText({ fields }: MimePart): string {
  const disposition = dispositionField(fieldValue(fields, 'content-disposition'));
  const shown = disposition ? `(${stringText(disposition.token)} ${parametersText(disposition.parameters)})` : 'NIL';
  return `${shown} ${nstringText(fieldValue(fields, 'content-language'))} ${nstringText(fieldValue(fields, 'content-location'))}`;
}

const parametersText = (parameters: Parameters): string =>
  parameters.length === 0
    ? 'NIL'
    : `(${parameters.map(([name, value]) => `${stringText(name)} ${stringText(value)}`).join(' ')})`;
