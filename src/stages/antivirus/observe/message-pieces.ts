// The pieces of a message that a scanner has to look at: every part, as sent and decoded, and messages within. Knows no virus.
import { contentTypeOf } from '../../../engine/mime/content-type.ts';
import { describesItselfTwice } from '../../../engine/mime/describes-itself-twice.ts';
import type { MimePart } from '../../../engine/mime/mime-structure.ts';
import { decodePart } from '../../observe/decode-part.ts';
import type { ReceivedMessage } from '../../observe/received-message.ts';
import { type ScanAllowance, Unopened } from './scan-allowance.ts';

/** A piece, and how deep its part lies. */
export interface Piece {
  readonly bytes: Buffer;
  readonly depth: number;
  /** The part says that it is a message. */
  readonly isMessage: boolean;
}

const UNDECLARED = { type: 'text', subtype: 'plain', parameters: [] } as const;

function* leafPieces(part: MimePart, bytes: Buffer, depth: number): Generator<Piece> {
  const body = bytes.subarray(part.bodyStart, part.bodyEnd);
  const content = decodePart(part.fields, body);
  const { type, subtype } = contentTypeOf(part.fields, UNDECLARED);
  if (content !== body) yield { bytes: body, depth, isMessage: false };
  yield { bytes: content, depth, isMessage: type === 'message' && subtype === 'rfc822' };
}

/** Why a part cannot be relied on; null when it can. The structure takes a composite part that it could not read as plain text. */
function fault(part: MimePart, depth: number, fields: number, { limits }: ScanAllowance): string | null {
  if (fields > limits.maxHeaderFields) return 'too many header fields';
  if (describesItselfTwice(part)) return 'a part with two types or encodings';
  const composite = part.message !== null || part.children.length > 0;
  if (composite && depth >= limits.maxMimeDepth) return 'parts inside one another too deeply';
  if (composite || contentTypeOf(part.fields, UNDECLARED).type !== 'multipart') return null;
  return 'a multipart that cannot be taken apart';
}

/**
 * Yields the pieces of one message. A part that cannot be taken apart is told after all others.
 * @param depth of the message itself
 * @throws Unopened
 */
export function* messagePieces(
  { bytes, root }: ReceivedMessage,
  depth: number,
  allowance: ScanAllowance,
): Generator<Piece> {
  let failed: string | null = null;
  let fields = 0;
  const waiting: { readonly part: MimePart; readonly at: number }[] = [{ part: root, at: depth }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { part, at } = next;
    allowance.takeEntry();
    fields += part.fields.length;
    failed ??= fault(part, at, fields, allowance);
    for (const child of part.message ? [part.message] : part.children) {
      if (at < allowance.limits.maxMimeDepth) waiting.push({ part: child, at: at + 1 });
    }
    if (part.message === null && part.children.length === 0) yield* leafPieces(part, bytes, at);
  }
  if (failed !== null) throw new Unopened(failed);
}
