// What kinds of parts a message has, as content scan sees it: HTML, pieces, bodies elsewhere, what is signed or encrypted, what
// is hidden from us.
import { type ContentType, contentTypeOf, dispositionField } from '../mime/content-type.ts';
import { describesItselfTwice } from '../mime/describes-itself-twice.ts';
import { fieldValue } from '../mime/header-fields.ts';
import { MIME_LIMITS, type MimePart } from '../mime/mime-structure.ts';

export interface HtmlPart {
  readonly part: MimePart;
  readonly isRoot: boolean;
  /** Shown on demand, not as the text of the message. */
  readonly attached: boolean;
  /** Within something that is signed or encrypted: nobody may change it. */
  readonly isProtected: boolean;
}

export interface ContentParts {
  readonly html: readonly HtmlPart[];
  readonly partial: boolean;
  readonly externalBody: boolean;
  readonly protection: 'none' | 'signed' | 'encrypted';
  /** Every part was seen as what it is. */
  readonly complete: boolean;
}

const PLAIN: ContentType = { type: 'text', subtype: 'plain', parameters: [] };

/** All types that a part declares: of two Content-Type fields some clients take the first, some the last. */
function typesOf({ fields }: MimePart): readonly ContentType[] {
  const declared = fields.filter(({ name }) => name === 'content-type').slice(0, 10);
  return declared.length === 0 ? [PLAIN] : declared.map((field) => contentTypeOf([field], PLAIN));
}

const isType = ({ type, subtype }: ContentType, wanted: string): boolean => `${type}/${subtype}` === wanted;
const isHtml = (type: ContentType): boolean => isType(type, 'text/html') || isType(type, 'application/xhtml+xml');

function protectionOf(type: ContentType): ContentParts['protection'] {
  if (isType(type, 'multipart/encrypted')) return 'encrypted';
  if (isType(type, 'multipart/signed')) return 'signed';
  if (!/^application\/(?:x-)?pkcs7-mime$/.test(`${type.type}/${type.subtype}`)) return 'none';
  const kind = type.parameters.find(([name]) => name === 'smime-type')?.[1] ?? '';
  return /^(?:signed-data|certs-only)$/i.test(kind) ? 'signed' : 'encrypted';
}

/** True when a part says that it holds others, has a delimiter of them, and yet none were found: it is beyond a limit. */
function hidesParts(bytes: Buffer, part: MimePart, types: readonly ContentType[], depth: number): boolean {
  if (part.children.length > 0 || part.message !== null) return false;
  if (types.some((type) => isType(type, 'message/rfc822')) && depth >= MIME_LIMITS.depth) return true;
  return types.some(({ type, parameters }) => {
    if (type !== 'multipart') return false;
    const boundary = parameters.find(([name]) => name === 'boundary')?.[1] ?? '';
    return boundary !== '' && bytes.subarray(part.bodyStart, part.bodyEnd).includes(`--${boundary}`, 0, 'latin1');
  });
}

/** @param bytes the whole message that `root` was read from */
export function contentParts(bytes: Buffer, root: MimePart): ContentParts {
  const html: HtmlPart[] = [];
  let partial = false;
  let externalBody = false;
  let protection: ContentParts['protection'] = 'none';
  let complete = true;
  let parts = 0;
  let fields = 0;
  const waiting: { readonly part: MimePart; readonly depth: number; readonly isProtected: boolean }[] = [
    { part: root, depth: 0, isProtected: false },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { part, depth } = next;
    parts += 1;
    fields += part.fields.length;
    const types = typesOf(part);
    const own = types.map(protectionOf);
    if (own.includes('encrypted')) protection = 'encrypted';
    else if (own.includes('signed') && protection === 'none') protection = 'signed';
    const isProtected = next.isProtected || own.some((kind) => kind !== 'none');
    partial ||= types.some((type) => isType(type, 'message/partial'));
    externalBody ||= types.some((type) => isType(type, 'message/external-body'));
    if (describesItselfTwice(part) || hidesParts(bytes, part, types, depth)) complete = false;
    if (part.children.length === 0 && part.message === null && types.some(isHtml)) {
      const attached = dispositionField(fieldValue(part.fields, 'content-disposition'))?.token === 'attachment';
      html.push({ part, isRoot: part === root, attached, isProtected });
    }
    for (const child of part.message ? [part.message] : part.children)
      waiting.push({ part: child, depth: depth + 1, isProtected });
  }
  if (parts >= MIME_LIMITS.parts || fields >= MIME_LIMITS.fields) complete = false;
  html.sort((a, b) => a.part.headerStart - b.part.headerStart);
  return { html, partial, externalBody, protection, complete };
}
