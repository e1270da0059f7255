// A quarantined message opened for an administrator (row 9.10, View): plain text throughout, so that nothing of it can run in
// whatever shows it.
import { decodeWords } from 'postal-mime';
import type { Reason } from '../../pipeline/verdict.ts';
import { mimeParameter } from '../../stages/antispam/observe/mime-parameter.ts';
import { decodePart } from '../../stages/observe/decode-part.ts';
import { htmlInUnicode } from '../content/html-source.ts';
import { htmlToText } from '../content/html-to-text.ts';
import { htmlBudget } from '../content/read-html.ts';
import { attachmentName, type NameTrick } from '../mime/attachment-name.ts';
import { dispositionField } from '../mime/content-type.ts';
import { fieldValue } from '../mime/header-fields.ts';
import { type MimePart, mimeStructure } from '../mime/mime-structure.ts';
import type { Entry } from '../queue/entry.ts';
import type { Visit } from '../queue/envelope.ts';
import { safeLines, safeText } from './safe-text.ts';

export interface QuarantinePart {
  /** E.g. `application/pdf`. */
  readonly type: string;
  readonly name: string | null;
  readonly nameTricks: readonly NameTrick[];
  /** Decoded. */
  readonly sizeBytes: number;
}

export interface QuarantineView {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Every stage that spoke against the message. */
  readonly reasons: readonly { readonly stage: string; readonly verdict: string; readonly reason: Reason }[];
  readonly trail: readonly Visit[];
  readonly parts: readonly QuarantinePart[];
  readonly text: string;
  /** Some of headers, parts or text was left out. */
  readonly cut: boolean;
}

const MAX = { headers: 300, value: 2000, parts: 200, text: 65_536, html: 512 * 1024 } as const;

const fromUtf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

function leavesOf(root: MimePart): MimePart[] {
  const leaves: MimePart[] = [];
  const waiting = [root];
  for (let part = waiting.pop(); part && leaves.length <= MAX.parts; part = waiting.pop()) {
    if (part.children.length > 0) waiting.push(...part.children.slice(0, MAX.parts + 1).reverse());
    else leaves.push(part);
  }
  return leaves;
}

function partOf(bytes: Buffer, { fields, type, bodyStart, bodyEnd }: MimePart): QuarantinePart {
  const disposition = dispositionField(fieldValue(fields, 'content-disposition'));
  const given = mimeParameter(disposition?.parameters ?? [], 'filename') ?? mimeParameter(type.parameters, 'name');
  const name = given === undefined ? null : attachmentName(given);
  return {
    type: safeText(`${type.type}/${type.subtype}`, 100),
    name: name === null ? null : safeText(name.shown, 200),
    nameTricks: name?.tricks ?? [],
    sizeBytes: decodePart(fields, bytes.subarray(bodyStart, bodyEnd)).length,
  };
}

async function textOf(bytes: Buffer, leaves: readonly MimePart[], clock: () => number): Promise<string> {
  const texts: string[] = [];
  const budget = htmlBudget(clock);
  for (const part of leaves) {
    const { type, subtype } = part.type;
    if (type !== 'text' || fieldValue(part.fields, 'content-disposition')?.startsWith('attachment')) continue;
    const content = htmlInUnicode(bytes, part).slice(0, MAX.html);
    texts.push(subtype === 'html' ? ((await htmlToText(content, budget)) ?? content) : content);
    if (texts.join('').length > MAX.text) break;
  }
  return texts.join('\n');
}

/** @param clock seconds, of any origin: bounds the time */
export async function viewOf({ envelope, message }: Entry, clock: () => number): Promise<QuarantineView> {
  const root = mimeStructure(message);
  const leaves = leavesOf(root);
  const text = await textOf(message, leaves.slice(0, MAX.parts), clock);
  const reasons = envelope.trail.flatMap(({ stage, verdict }) =>
    verdict.kind === 'accept' ? [] : [{ stage, verdict: verdict.kind, reason: verdict.reason }],
  );
  return {
    headers: root.fields.slice(0, MAX.headers).map(({ name, value }) => ({
      name: safeText(name, 100),
      value: safeText(decodeWords(fromUtf8(value.slice(0, MAX.value))), MAX.value),
    })),
    reasons,
    trail: envelope.trail,
    parts: leaves.slice(0, MAX.parts).map((part) => partOf(message, part)),
    text: safeLines(text, MAX.text),
    cut: root.fields.length > MAX.headers || leaves.length > MAX.parts || text.length > MAX.text,
  };
}
