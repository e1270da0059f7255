// A message in the forms that SpamAssassin's rules look at. Each is made when the first rule asks, and is bounded.
import type { MimePart } from '../../../../engine/mime/mime-structure.ts';
import { decodePart } from '../../../observe/decode-part.ts';
import { partsOf } from '../../../observe/received-message.ts';
import { leavesOf } from '../message-leaves.ts';
import { messageView } from '../message-view.ts';
import type { CfEnvelope } from './cf-envelope.ts';
import { asBytes, CfHeaders } from './cf-headers.ts';
import type { CfTextKind } from './cf-rule.ts';
import { cfUris } from './cf-uris.ts';

/** SpamAssassin's MAX_BODY_LINE_LENGTH: longer paragraphs are cut between words. */
const LINE_CHARACTERS = 2048;
/** SpamAssassin's `rawbody_part_scan_size` is 500 kB a part; here for all parts together. */
const MAX_RAW_BYTES = 512 * 1024;
/** The cap of the field notes on what an expression is run over. */
const MAX_FULL_BYTES = 1024 * 1024;
const MAX_PARTS = 1000;

/** Cut at blanks into pieces of at most `LINE_CHARACTERS`. */
function shortLines(line: string): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > LINE_CHARACTERS) {
    const length = rest.lastIndexOf(' ', LINE_CHARACTERS) + 1 || LINE_CHARACTERS;
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return [...pieces, rest];
}

/** Cut behind line ends, else behind `>`, else behind blanks, into pieces of one to two times `LINE_CHARACTERS`. */
function shortParagraphs(text: string): string[] {
  const pieces: string[] = [];
  let at = 0;
  while (text.length - at > 2 * LINE_CHARACTERS) {
    const from = at + LINE_CHARACTERS;
    const ends = ['\n', '>', ' '].map((sign) => text.indexOf(sign, from));
    const end = ends.find((found) => found !== -1 && found - at < 2 * LINE_CHARACTERS) ?? from;
    pieces.push(text.slice(at, end + 1));
    at = end + 1;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}

/** Subject first, then the paragraphs that a reader sees, runs of white space as one blank. */
function bodyLines(subject: string, text: string): string[] {
  const paragraphs = asBytes(text.replace(/\n\s*\n/g, '\0').replace(/[^\S\0]+/g, ' '))
    .split('\0')
    .map((line) => line.trim());
  // As in SpamAssassin a line end belongs to each: rules look for white space behind a word.
  return [subject.trim(), ...paragraphs.filter((line) => line !== '')].flatMap((line) => shortLines(`${line}\n`));
}

function rawLines(bytes: Buffer, root: MimePart): string[] {
  let left = MAX_RAW_BYTES;
  return leavesOf(root, MAX_PARTS).flatMap(({ type, fields, bodyStart, bodyEnd }) => {
    if ((type.type !== 'text' && type.type !== 'message') || type.subtype === 'calendar' || left <= 0) return [];
    // Encoded text is at most three times as long as what it stands for.
    const body = bytes.subarray(bodyStart, Math.min(bodyEnd, bodyStart + 3 * left));
    const content = decodePart(fields, body).subarray(0, left);
    left -= content.length;
    return shortParagraphs(content.toString('latin1').replaceAll('\r\n', '\n'));
  });
}

function allParts(root: MimePart): MimePart[] {
  const parts: MimePart[] = [];
  const waiting = [root];
  for (let part = waiting.pop(); part && parts.length < MAX_PARTS; part = waiting.pop()) {
    parts.push(part);
    waiting.push(...part.children.slice(0, MAX_PARTS).reverse(), ...(part.message ? [part.message] : []));
  }
  return parts;
}

export class CfTexts {
  readonly #message: Uint8Array;
  readonly #envelope: CfEnvelope;
  readonly #lines = new Map<CfTextKind, readonly string[]>();
  #headers: CfHeaders | null = null;
  #partHeaders: readonly CfHeaders[] | null = null;

  constructor(message: Uint8Array, envelope: CfEnvelope) {
    this.#message = message;
    this.#envelope = envelope;
  }

  header(request: string): string | undefined {
    const { bytes, root } = partsOf(this.#message);
    this.#headers ??= new CfHeaders(bytes, root.fields, this.#envelope);
    return this.#headers.get(request);
  }

  /** The field of every part, those of the message itself first; undefined where a part has none. */
  partHeaders(request: string): readonly (string | undefined)[] {
    const { bytes, root } = partsOf(this.#message);
    this.#partHeaders ??= allParts(root).map(({ fields }) => new CfHeaders(bytes, fields, this.#envelope));
    return this.#partHeaders.map((headers) => headers.get(request));
  }

  lines(kind: CfTextKind): readonly string[] {
    const known = this.#lines.get(kind);
    if (known) return known;
    const made = this.#make(kind);
    this.#lines.set(kind, made);
    return made;
  }

  #make(kind: CfTextKind): readonly string[] {
    const { bytes, root } = partsOf(this.#message);
    switch (kind) {
      case 'body':
        return bodyLines(this.header('Subject:last') ?? '', messageView(this.#message).text);
      case 'rawbody':
        return rawLines(bytes, root);
      case 'uri':
        return cfUris(messageView(this.#message));
      case 'full':
        return [bytes.toString('latin1', 0, MAX_FULL_BYTES).replaceAll('\r\n', '\n')];
    }
  }
}
