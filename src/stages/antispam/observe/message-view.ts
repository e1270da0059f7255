// A message as the scorer sees it: decoded fields, the text a reader sees, links, file names. Bounded whatever the message.
import { decodeWords } from 'postal-mime';
import { dispositionField } from '../../../engine/mime/content-type.ts';
import { fieldValue } from '../../../engine/mime/header-fields.ts';
import type { MimePart } from '../../../engine/mime/mime-structure.ts';
import { decodePart } from '../../observe/decode-part.ts';
import { partsOf, type ReceivedMessage } from '../../observe/received-message.ts';
import { type HtmlLink, htmlLinks, htmlText } from './html-text.ts';
import { leavesOf } from './message-leaves.ts';
import { mimeParameter } from './mime-parameter.ts';

/** Bounds on what is looked at [A]. The filter's work follows the text, so this is what bounds it. */
const LIMITS = { fields: 500, fieldCharacters: 4096, textBytes: 512 * 1024, parts: 1000 } as const;

export interface MessageView {
  readonly bytes: Buffer;
  /** Decoded values of the fields of that name, in their order. @param name lower case */
  readonly fields: (name: string) => readonly string[];
  /** Text of all parts that are shown, HTML without its tags. */
  readonly text: string;
  readonly html: string;
  readonly hasPlainText: boolean;
  readonly hasHtml: boolean;
  readonly links: readonly HtmlLink[];
  readonly fileNames: readonly string[];
}

const fromUtf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

function decodeText(bytes: Buffer, charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes);
  } catch {
    // A charset that nobody knows.
    return bytes.toString('latin1');
  }
}

function fieldReader(root: MimePart): MessageView['fields'] {
  const byName = new Map<string, string[]>();
  for (const { name, value } of root.fields.slice(0, LIMITS.fields)) {
    const decoded = decodeWords(fromUtf8(value.slice(0, LIMITS.fieldCharacters)));
    byName.set(name, [...(byName.get(name) ?? []), decoded]);
  }
  return (name) => byName.get(name) ?? [];
}

interface Label {
  readonly fileName: string | undefined;
  readonly attached: boolean;
}

function labelOf({ fields, type }: MimePart): Label {
  const disposition = dispositionField(fieldValue(fields, 'content-disposition'));
  return {
    fileName: mimeParameter(disposition?.parameters ?? [], 'filename') ?? mimeParameter(type.parameters, 'name'),
    attached: disposition?.token === 'attachment',
  };
}

const viewed = new WeakMap<ReceivedMessage, MessageView>();

/** Looks at a message once, however often it is asked for. */
export function messageView(message: Uint8Array): MessageView {
  const received = partsOf(message);
  const known = viewed.get(received);
  if (known) return known;
  const { bytes, root } = received;
  const plain: string[] = [];
  const html: string[] = [];
  const fileNames: string[] = [];
  let left: number = LIMITS.textBytes;
  for (const part of leavesOf(root, LIMITS.parts)) {
    const { type, subtype, parameters } = part.type;
    const { fileName, attached } = labelOf(part);
    if (fileName !== undefined) fileNames.push(fileName);
    if (type !== 'text' || attached || left <= 0) continue;
    // Encoded text is at most three times as long as what it stands for.
    const body = bytes.subarray(part.bodyStart, Math.min(part.bodyEnd, part.bodyStart + 3 * left));
    const content = decodePart(part.fields, body).subarray(0, left);
    left -= content.length;
    (subtype === 'html' ? html : plain).push(decodeText(content, mimeParameter(parameters, 'charset')));
  }
  const allHtml = html.join('\n');
  const view: MessageView = {
    bytes,
    fields: fieldReader(root),
    text: [...plain, htmlText(allHtml)].join('\n'),
    html: allHtml,
    hasPlainText: plain.length > 0,
    hasHtml: html.length > 0,
    links: htmlLinks(allHtml),
    fileNames,
  };
  viewed.set(received, view);
  return view;
}
