// The tag=value lists of DKIM signatures and keys (RFC 6376 section 3.2). A list with one fault is no list.
import { trimBlanks } from '../mime/header-fields.ts';

/** More than any signature or key has [A]: RFC 6376 defines 13 tags. */
const MAX_TAGS = 50;

/**
 * @param text unfolded; one character a byte
 * @returns values by name, blanks around them taken off; null when it is malformed or names a tag twice
 */
export function parseTagList(text: string): ReadonlyMap<string, string> | null {
  const specs = text.split(';', MAX_TAGS + 2).map(trimBlanks);
  // One separator may stand at the end.
  if (specs.at(-1) === '') specs.pop();
  if (specs.length === 0 || specs.length > MAX_TAGS) return null;
  const tags = new Map<string, string>();
  for (const spec of specs) {
    const equals = spec.indexOf('=');
    const name = trimBlanks(spec.slice(0, Math.max(0, equals)));
    if (!/^[a-z][a-z0-9_]*$/i.test(name) || tags.has(name)) return null;
    tags.set(name, trimBlanks(spec.slice(equals + 1)));
  }
  return tags;
}

/** The parts of a value that is a list of its own, e.g. of `h=`; lower case, without blanks. */
export const listValue = (value: string): string[] =>
  value.split(':').map((part) => part.replace(/[ \t]+/g, '').toLowerCase());
