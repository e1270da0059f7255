// Rules for hidden copies written in Postfix's formats (row 8.7), so that `bcc-table.ts` reads the same rules again.
import type { AutoBccRule } from '../../../config/domains.ts';
import { wholeAddress } from '../../../config/mailbox-name.ts';
import type { Problem } from '../../../core/problem.ts';
import type { BccFormat, BccSide } from './bcc-table.ts';
import { isWritable } from './member-list.ts';

const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;

/** Writes the rules of one side. Rules for all messages belong into main.cf (`always_bcc`), as the guide says, and are noted. */
export function writeBccTable(
  rules: readonly AutoBccRule[],
  format: BccFormat,
  side: BccSide,
  domain: string,
): { readonly text: string; readonly notes: readonly string[]; readonly problems: readonly Problem[] } {
  const notes: string[] = [];
  const problems: Problem[] = [];
  const lines: string[] = [];
  const written = new Set<string>();
  const complain = (contains: string, got: string, wanted: string, hint: string): void =>
    void problems.push({ path: `autoBcc ${JSON.stringify(contains)}`, got, wanted, hint });
  for (const { match, contains, to } of rules) {
    const address = to.includes('@') ? to : `${to}@${domain}`;
    if (match === 'all') notes.push(`for all messages: always_bcc = ${address} in main.cf`);
    if (match !== side) continue;
    const exact = contains.startsWith('@') ? `a${contains}` : contains;
    if (written.has(contains.toLowerCase()))
      complain(contains, 'a second copy', 'one address for a pattern', 'Make an alias of both addresses.');
    else if (!isWritable(address)) complain(contains, address, 'an address that a table can hold', 'Rename it.');
    else if (/[^\x21-\x7e]/.test(contains))
      complain(contains, 'blanks or letters that are not ASCII', 'a text that an address can hold', 'Change the rule.');
    else if (format === 'regexp')
      lines.push(`/${contains.replace(SPECIAL, '\\$&')}/ ${address.replaceAll('$', '$$$$')}`);
    else if (wholeAddress.safeParse(exact).success && isWritable(contains)) lines.push(`${contains} ${address}`);
    else complain(contains, 'a part of an address', 'a whole address or @domain', 'Use the format regexp.');
    written.add(contains.toLowerCase());
  }
  const head = side === 'from' ? 'sender' : 'recipient';
  return { text: [`# ${head}_bcc_maps of ${domain}`, ...lines, ''].join('\n'), notes, problems };
}
