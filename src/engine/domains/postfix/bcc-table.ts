// Rules for hidden copies in Postfix's formats (row 8.7), as sender_bcc_maps or recipient_bcc_maps read them: `hash`, lines
// `pattern address` with a whole address, `@domain` or a local part; `regexp`, lines `/text/ address` (regexp_table(5)).
import type { AutoBccRule } from '../../../config/domains.ts';
import { isLocalPart, wholeAddress } from '../../../config/mailbox-name.ts';
import { canonicalDomain } from '../../../core/mail-address.ts';
import type { Problem } from '../../../core/problem.ts';
import { lineProblem, logicalLines } from './logical-lines.ts';
import { readMember, splitList, unquoted } from './member-list.ts';

export const BCC_FORMATS = ['hash', 'regexp'] as const;
export type BccFormat = (typeof BCC_FORMATS)[number];
/** Which of the two maps: rules on MAIL FROM, or on RCPT TO. */
export type BccSide = 'from' | 'to';

export interface ReadBcc {
  readonly rules: readonly AutoBccRule[];
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/** The text of a pattern that is nothing but a text; null when it is more. */
function literalOf(pattern: string): string | null {
  const text = pattern.replace(/\\([^a-z0-9])/gi, '');
  return /[\\^$.*+?()[\]{}|]/.test(text) ? null : pattern.replace(/\\(.)/g, '$1');
}

interface Sides {
  readonly contains: string;
  readonly right: string;
}
type Fault = { readonly got: string; readonly hint: string };

function regexpSides(line: string): Sides | Fault {
  const [, pattern, flags = '', right] = /^\/((?:[^/\\]|\\.)+)\/([a-z]*)\s(.*)$/.exec(line) ?? [];
  const got = JSON.stringify(line.slice(0, 60));
  if (pattern === undefined || right === undefined) return { got, hint: 'Mend the line.' };
  const contains = literalOf(pattern);
  // Postfix folds case unless the flag i turns that off (regexp_table(5)).
  if (contains === null || flags !== '')
    return { got, hint: 'A rule here looks for a text, upper and lower case alike: put a backslash before signs.' };
  // A dollar sign of the result is written twice; one alone stands for a part of what matched.
  if (/\$/.test(right.replaceAll('$$', ''))) return { got, hint: 'The address may not be made from what matched.' };
  return { contains, right: right.replaceAll('$$', '$') };
}

function hashSides(line: string, domain: string): Sides | Fault {
  const [, key = '', right] = /^((?:"(?:[^"\\]|\\.)*"|[^\s"])+)\s(.*)$/.exec(line) ?? [];
  const left = unquoted(key);
  const fault = {
    got: JSON.stringify(line.slice(0, 60)),
    hint: 'The left side is an address, @domain or a local part.',
  };
  if (right === undefined) return fault;
  if (left.startsWith('@')) return { contains: `@${canonicalDomain(left.slice(1))}`, right };
  const address = wholeAddress.safeParse(isLocalPart(left) ? `${left}@${domain}` : left);
  return address.success ? { contains: address.data, right } : fault;
}

/** Reads a table. @param domain that the rules are for: a local part alone on either side is one of it */
export function readBccTable(text: string, format: BccFormat, side: BccSide, domain: string): ReadBcc {
  const { lines, problems: faults } = logicalLines(text);
  const problems = [...faults];
  const notes: string[] = [];
  const rules = new Map<string, AutoBccRule>();
  for (const { number, text: line } of lines) {
    const wanted = format === 'hash' ? 'pattern address' : '/text/ address';
    const complain = ({ got, hint }: Fault): void => void problems.push(lineProblem(number, got, wanted, hint));
    const sides = format === 'hash' ? hashSides(line, domain) : regexpSides(line);
    if ('got' in sides) {
      complain(sides);
      continue;
    }
    const [item, ...more] = splitList(sides.right) ?? [];
    if (item === undefined || more.length > 0) {
      complain({
        got: `${more.length + (item === undefined ? 0 : 1)} addresses`,
        hint: 'Make an alias of several addresses.',
      });
      continue;
    }
    const target = readMember(item, domain);
    if ('got' in target) complain(target);
    else if (rules.has(sides.contains)) notes.push(`line ${number}: ${sides.contains} again; the first one stands`);
    else rules.set(sides.contains, { match: side, contains: sides.contains, to: target.member });
  }
  return { rules: [...rules.values()], notes, problems };
}
