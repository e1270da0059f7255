// A parameter of a MIME field as a reader sees it: pieces joined, percent signs undone (RFC 2231).
import { decodeWords } from 'postal-mime';
import type { Parameters } from '../../../engine/mime/content-type.ts';

const MAX_CHARACTERS = 1000;

const fromLatin1 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

/** `%41` becomes a byte; the charset in front is left out, since only ASCII matters for what is asked of these values. */
const decodeExtended = (value: string): string =>
  value
    .replace(/^[^']{0,60}'[^']{0,60}'/, '')
    .replace(/%([\da-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The value, bounded; undefined when there is none. @param name lower case */
export function mimeParameter(parameters: Parameters, name: string): string | undefined {
  const pieces = parameters.flatMap(([key, value]) => {
    const [base, number = '', mark] = key.split('*');
    if (base !== name) return [];
    const extended = key.endsWith('*') || mark !== undefined;
    return [{ order: Number(number) || 0, text: extended ? decodeExtended(value) : value }];
  });
  if (pieces.length === 0) return undefined;
  const joined = pieces.sort((a, b) => a.order - b.order).map(({ text }) => text);
  return decodeWords(fromLatin1(joined.join('').slice(0, MAX_CHARACTERS)));
}
