// Does what content scan decided to the HTML of a message (row 9.15). Parts that are not changed stay as they are, byte by byte,
// and so does what is signed or encrypted. The same message and plan give the same bytes, unless time runs out.
import { performance } from 'node:perf_hooks';
import type { RewritePlan } from '../../pipeline/rewrite-plan.ts';
import type { Mark } from '../../pipeline/verdict.ts';
import { encodeBase64 } from '../mime/encode-part.ts';
import { headerWith } from '../mime/entity-header.ts';
import { fieldValue } from '../mime/header-fields.ts';
import { type MimePart, mimeStructure } from '../mime/mime-structure.ts';
import { contentParts, type HtmlPart } from './content-parts.ts';
import { editedHtml, examineHtml, type HtmlChanges, NO_CHANGES } from './examine-html.ts';
import { htmlInUnicode, htmlSource } from './html-source.ts';
import { htmlToText } from './html-to-text.ts';
import { type HtmlBudget, htmlBudget } from './read-html.ts';

const BASE64 = 'Content-Transfer-Encoding: base64';
const MIME_VERSION = 'MIME-Version: 1.0';

/** The entity with other fields and body. What speaks of the old body goes. */
function entity(
  bytes: Buffer,
  { part, isRoot }: HtmlPart,
  fields: Record<string, string | null>,
  body: Buffer,
): Buffer {
  const all = new Map<string, string | null>([['content-md5', null], ...Object.entries(fields)]);
  if (isRoot && fieldValue(part.fields, 'mime-version') === null) all.set('mime-version', MIME_VERSION);
  return Buffer.concat([headerWith(bytes, part, all), body]);
}

const encoded = (content: string): Buffer => encodeBase64(Buffer.from(content));

/** Text with line ends of the network, as plain text in UTF-8. */
const asText = (bytes: Buffer, html: HtmlPart, text: string): Buffer =>
  entity(
    bytes,
    html,
    { 'content-type': 'Content-Type: text/plain; charset=utf-8', 'content-transfer-encoding': BASE64 },
    encoded(text.replace(/\r?\n/g, '\r\n')),
  );

const isEncoded = ({ fields }: MimePart): boolean =>
  /base64|quoted-printable/i.test(fieldValue(fields, 'content-transfer-encoding') ?? '');

async function edited(bytes: Buffer, html: HtmlPart, changes: HtmlChanges, budget: HtmlBudget): Promise<Buffer | null> {
  const { part } = html;
  const source = htmlSource(bytes, part);
  const examination = await examineHtml(source.html, changes, budget);
  // What could not be looked at is shown as its source: as text it does nothing.
  if (examination === null) return asText(bytes, html, htmlInUnicode(bytes, part));
  if (examination.edits.length === 0) return null;
  const result = editedHtml(source.html, examination.edits);
  if (source.form === 'text')
    return entity(
      bytes,
      html,
      { 'content-type': 'Content-Type: text/html; charset=utf-8', 'content-transfer-encoding': BASE64 },
      encoded(result),
    );
  const content = Buffer.from(result, 'latin1');
  if (!isEncoded(part)) return entity(bytes, html, {}, content);
  return entity(bytes, html, { 'content-transfer-encoding': BASE64 }, encodeBase64(content));
}

async function converted(bytes: Buffer, html: HtmlPart, changes: HtmlChanges, budget: HtmlBudget): Promise<Buffer> {
  const source = htmlInUnicode(bytes, html.part);
  // Warnings become a part of the text.
  const { highlightPhishing } = changes;
  const marked = highlightPhishing ? await examineHtml(source, { ...NO_CHANGES, highlightPhishing }, budget) : null;
  const text = await htmlToText(marked === null ? source : editedHtml(source, marked.edits), budget);
  return asText(bytes, html, text ?? source);
}

/** The message with its HTML changed as planned; the same array when nothing had to be. */
export async function rewriteMessage(
  message: Buffer,
  plan: RewritePlan,
  clock: () => number = () => performance.now() / 1000,
): Promise<Buffer> {
  const changes = { disarm: new Set(plan.disarm), highlightPhishing: plan.highlightPhishing };
  const budget = htmlBudget(clock);
  const pieces: Buffer[] = [];
  let at = 0;
  for (const html of contentParts(message, mimeStructure(message)).html) {
    if (html.isProtected) continue;
    const asPlain = plan.htmlToText && !html.attached;
    const changed = asPlain
      ? await converted(message, html, changes, budget)
      : await edited(message, html, changes, budget);
    if (changed === null) continue;
    pieces.push(message.subarray(at, html.part.headerStart), changed);
    at = html.part.bodyEnd;
  }
  if (pieces.length === 0) return message;
  pieces.push(message.subarray(at));
  return Buffer.concat(pieces);
}

/** The message as its marks want it delivered. */
export async function rewrittenByMarks(message: Buffer, marks: readonly Mark[]): Promise<Buffer> {
  let result = message;
  for (const mark of marks) if (mark.kind === 'rewrite') result = await rewriteMessage(result, mark.plan);
  return result;
}
