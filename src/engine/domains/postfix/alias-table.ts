// Aliases in Postfix's formats (row 8.6): `virtual`, lines `name@domain  address, address` (virtual(5)); `aliases`, lines
// `name: address, address` (aliases(5)).
import type { Alias } from '../../../config/domains.ts';
import { isLocalPart } from '../../../config/mailbox-name.ts';
import { canonicalDomain } from '../../../core/mail-address.ts';
import type { Problem } from '../../../core/problem.ts';
import { type LogicalLine, lineProblem, logicalLines } from './logical-lines.ts';
import { readMember, splitList, unquoted } from './member-list.ts';

export const ALIAS_FORMATS = ['aliases', 'virtual'] as const;
export type AliasFormat = (typeof ALIAS_FORMATS)[number];

export interface ReadAliases {
  readonly aliases: readonly Alias[];
  /** Of a line `@domain address`; null: there is none. */
  readonly catchAll: string | null;
  /** What is right but not taken, with the reason. */
  readonly notes: readonly string[];
  /** With any of them nothing should be taken. */
  readonly problems: readonly Problem[];
}

/** Left- and right-hand side; null: the line is none of this format. */
function sides(text: string, format: AliasFormat): { readonly left: string; readonly right: string } | null {
  const pattern =
    format === 'aliases' ? /^((?:"(?:[^"\\]|\\.)*"|[^":])+):(.*)$/ : /^((?:"(?:[^"\\]|\\.)*"|[^\s"])+)\s(.*)$/;
  const [, left, right] = pattern.exec(text) ?? [];
  return left === undefined || right === undefined ? null : { left: unquoted(left.trim()), right: right.trim() };
}

class Reading {
  readonly #domain: string;
  readonly #format: AliasFormat;
  readonly aliases = new Map<string, Alias>();
  readonly notes: string[] = [];
  readonly problems: Problem[] = [];
  catchAll: string | null = null;

  constructor(domain: string, format: AliasFormat) {
    this.#domain = domain;
    this.#format = format;
  }

  line({ number, text }: LogicalLine): void {
    const found = sides(text, this.#format);
    const wanted = this.#format === 'aliases' ? 'name: address, address' : 'name@domain address, address';
    const shown = JSON.stringify((found?.left ?? text).slice(0, 60));
    const at = found?.left.lastIndexOf('@') ?? -1;
    const name = (at === -1 ? found?.left : found?.left.slice(0, at))?.toLowerCase() ?? '';
    const domain = at === -1 ? this.#domain : canonicalDomain(found?.left.slice(at + 1) ?? '');
    // A domain of its own line declares it to Postfix and is no alias (virtual(5), "virtual alias domains").
    if (at === -1 && this.#format === 'virtual' && canonicalDomain(name) === this.#domain) return;
    if (found === null) this.#complain(number, shown, wanted, 'Mend the line.');
    else if (domain !== this.#domain) this.notes.push(`line ${number}: of another domain (${domain})`);
    else if (name === '' && this.#format === 'virtual') this.#takeCatchAll(number, this.#members(number, found.right));
    else if (!isLocalPart(name)) this.#complain(number, shown, wanted, 'This is no name of an alias.');
    else this.#take(number, name, this.#members(number, found.right));
  }

  #take(number: number, name: string, members: string[] | null): void {
    if (members === null) return;
    if (this.aliases.has(name)) this.notes.push(`line ${number}: ${name} again; the first one stands`);
    else this.aliases.set(name, { name, members });
  }

  #takeCatchAll(number: number, members: readonly string[] | null): void {
    if (members === null) return;
    const [only, ...more] = members;
    if (only === undefined || more.length > 0)
      this.#complain(number, `${members.length} addresses`, 'one address for a whole domain', 'Make an alias of them.');
    else if (this.catchAll === null) this.catchAll = only;
    else this.notes.push(`line ${number}: a catch-all again; the first one stands`);
  }

  #members(number: number, right: string): string[] | null {
    const items = splitList(right);
    const wanted = 'addresses with commas between them';
    if (items === null || items.length === 0) {
      this.#complain(number, items === null ? 'a quote that does not end' : 'no address', wanted, 'Mend the line.');
      return null;
    }
    const results = items.map((item) => readMember(item, this.#domain));
    for (const result of results) if ('got' in result) this.#complain(number, result.got, wanted, result.hint);
    const members = results.flatMap((result) => ('member' in result ? [result.member] : []));
    return members.length === results.length ? [...new Set(members)] : null;
  }

  #complain(number: number, got: string, wanted: string, hint: string): void {
    this.problems.push(lineProblem(number, got, wanted, hint));
  }
}

/** Reads a table. @param domain that the aliases are for, canonical; lines of other domains are left out */
export function readAliasTable(text: string, format: AliasFormat, domain: string): ReadAliases {
  const { lines, problems } = logicalLines(text);
  const reading = new Reading(domain, format);
  for (const line of lines) reading.line(line);
  const { aliases, catchAll, notes } = reading;
  return { aliases: [...aliases.values()], catchAll, notes, problems: [...problems, ...reading.problems] };
}
