// The right-hand side of a Postfix table: addresses with commas between them, quotes undone, everything that runs or reads files refused.

import { mailboxName } from '../../../config/mailbox-name.ts';
import { withCanonicalDomain } from '../../../core/mail-address.ts';

export type MemberResult = { readonly member: string } | { readonly got: string; readonly hint: string };

/** One item and the comma behind it. */
const ITEM = /((?:"(?:[^"\\]|\\.)*"|[^",])*)(,|$)/y;

/** Splits at commas outside of quotes; null: a quote that does not end. */
export function splitList(text: string): string[] | null {
  const items: string[] = [];
  for (let at = 0; at <= text.length; ) {
    ITEM.lastIndex = at;
    const found = ITEM.exec(text);
    if (found === null) return null;
    items.push((found[1] ?? '').trim());
    if (found[2] === '') break;
    at = ITEM.lastIndex;
  }
  return items.filter((item) => item !== '');
}

/** Quotes around a whole item, or around a local part, taken away where they are not needed. */
export const unquoted = (item: string): string => {
  const [, inner, rest = ''] = /^"((?:[^"\\]|\\.)*)"(@.*)?$/.exec(item) ?? [];
  return inner === undefined ? item : inner.replace(/\\(.)/g, '$1') + rest;
};

const FORBIDDEN: readonly (readonly [RegExp, string, string])[] = [
  [/^\|/, 'a command', 'Aliases run no commands here.'],
  [/^\//, 'a file', 'Aliases write no files here: name an account.'],
  [/^:/, 'an :include: list', 'Write the addresses of that list into this file.'],
  [/^\\/, 'a name with a backslash', 'Aliases are always followed here: remove the backslash.'],
];

/** A member as the configuration has it: a name of `domain` alone, other addresses whole. */
export function readMember(item: string, domain: string): MemberResult {
  const text = unquoted(item);
  for (const [pattern, got, hint] of FORBIDDEN) if (pattern.test(text)) return { got, hint };
  const address = withCanonicalDomain(text);
  if (!mailboxName.safeParse(address).success)
    return {
      got: JSON.stringify(item.slice(0, 60)),
      hint: 'Put commas between addresses; names with blanks are not taken.',
    };
  const at = address.lastIndexOf('@');
  if (at === -1) return { member: address.toLowerCase() };
  return { member: address.slice(at + 1) === domain ? address.slice(0, at).toLowerCase() : address };
}

/** What begins like this means something else in a table than an address. */
export const isWritable = (name: string): boolean => !/^[#|/:\\"]/.test(name);

/** A line `head item, item`, broken before it is too long to be read. */
export function writeList(head: string, items: readonly string[]): string {
  const lines: string[] = [];
  let line = head;
  items.forEach((item, index) => {
    const text = index < items.length - 1 ? `${item},` : item;
    if (line.length + 1 + text.length > 78 && line !== head) {
      lines.push(line);
      line = `    ${text}`;
    } else line += ` ${text}`;
  });
  return [...lines, line].join('\n');
}
