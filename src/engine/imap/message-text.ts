// Words of a message as SEARCH compares them: headers and text parts decoded, in lower case. Made when asked for.
import { decodeWords } from 'postal-mime';
import { fieldValue, type HeaderField, readHeader } from '../mime/header-fields.ts';
import { type MimePart, mimeStructure } from '../mime/mime-structure.ts';

export interface MessageText {
  /** Values of the header fields of that name; null when there is none. @param name lower case */
  header(name: string): readonly string[] | null;
  /** Header of the message, all of it. */
  headerText(): string;
  /** Text parts, with the headers of embedded messages. */
  bodyText(): string;
}

/** Fields looked at [A]. */
const MAX_FIELDS = 20_000;

export function messageText(bytes: Buffer): MessageText {
  const { fields } = readHeader(bytes, 0, bytes.length, MAX_FIELDS);
  let headerText: string | null = null;
  let bodyText: string | null = null;
  return {
    header(name) {
      const values = fields.filter((field) => field.name === name).map(readable);
      return values.length > 0 ? values : null;
    },
    headerText() {
      headerText ??= headerOf(fields);
      return headerText;
    },
    bodyText() {
      bodyText ??= textOf(bytes, mimeStructure(bytes)).join('\n');
      return bodyText;
    },
  };
}

const readable = ({ value }: HeaderField): string =>
  decodeWords(Buffer.from(value, 'latin1').toString('utf8')).toLowerCase();

const headerOf = (fields: readonly HeaderField[]): string =>
  fields.map((field) => `${field.name}: ${readable(field)}`).join('\n');

function textOf(bytes: Buffer, part: MimePart): string[] {
  if (part.message) return [headerOf(part.message.fields), ...textOf(bytes, part.message)];
  if (part.children.length > 0) return part.children.flatMap((child) => textOf(bytes, child));
  if (part.type.type !== 'text') return [];
  const body = decodeTransfer(
    bytes.subarray(part.bodyStart, part.bodyEnd),
    fieldValue(part.fields, 'content-transfer-encoding') ?? '',
  );
  const charset = part.type.parameters.find(([name]) => name === 'charset')?.[1] ?? 'utf-8';
  return [decodeCharset(body, charset).toLowerCase()];
}

function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body.toString('latin1'), 'base64');
    case 'quoted-printable': {
      const text = body.toString('latin1').replace(/[ \t]*=[ \t]*\r?\n/g, '');
      return Buffer.from(
        text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      );
    }
    default:
      return body;
  }
}

function decodeCharset(body: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    // A charset nobody knows: its ASCII part can still be found.
    return body.toString('latin1');
  }
}
