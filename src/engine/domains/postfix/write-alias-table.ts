// Aliases written in Postfix's formats (row 8.6), so that `alias-table.ts` reads the same aliases again.
import type { Alias } from '../../../config/domains.ts';
import type { Problem } from '../../../core/problem.ts';
import type { AliasFormat } from './alias-table.ts';
import { isWritable, writeList } from './member-list.ts';

/** Writes a table. What it cannot say is a problem. */
export function writeAliasTable(
  aliases: readonly Alias[],
  catchAll: string | null,
  format: AliasFormat,
  domain: string,
): { readonly text: string; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const lines: string[] = [];
  const whole = (name: string): string => (name.includes('@') ? name : `${name}@${domain}`);
  const written = format === 'virtual' ? whole : (name: string): string => name;
  for (const { name, members } of aliases) {
    const odd = [name, ...members].filter((one) => !isWritable(one));
    for (const one of odd)
      problems.push({
        path: `aliases.${name}`,
        got: JSON.stringify(one),
        wanted: 'a name that a table can hold',
        hint: 'A table takes it for a comment, a command or a file: rename it.',
      });
    if (odd.length === 0) lines.push(writeList(format === 'virtual' ? whole(name) : `${name}:`, members.map(written)));
  }
  // aliases(5) has no word for it.
  if (catchAll !== null && format === 'virtual') lines.push(writeList(`@${domain}`, [whole(catchAll)]));
  return { text: [`# Aliases of ${domain}`, ...lines, ''].join('\n'), problems };
}
