// Whose mail a message claims to be: the domains of its From (RFC 5322 section 3.6.2). Where two readers could see two authors, both count.
import { canonicalDomain } from '../../core/mail-address.ts';
import type { HeaderField } from '../mime/header-fields.ts';

export type Authors =
  | { readonly kind: 'known'; readonly domains: readonly string[] }
  /** No From, no address in it, or none that can be read: nobody can say whose mail it is. */
  | { readonly kind: 'unreadable' };

/** No honest From is longer [A]; each author costs look-ups. */
const MAX_CHARACTERS = 8192;
const MAX_FIELDS = 5;
const MAX_DOMAINS = 5;

const DOMAIN = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
const UNREADABLE: Authors = { kind: 'unreadable' };

/** The text with each quoted string as one letter and comments taken out; null when one of them has no end. */
function withoutQuotes(text: string): string | null {
  let plain = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if ((quoted || depth > 0) && character === '\\') at += 1;
    else if (quoted) quoted = character !== '"';
    else if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth > 0) continue;
    else if (character === '"') {
      quoted = true;
      plain += 'q';
    } else plain += character;
  }
  return quoted || depth > 0 ? null : plain;
}

/** The addresses of one author as they stand there: all in angle brackets, or else the text itself. Groups are opened (RFC 6854). */
function addressesOf(mailbox: string): string[] {
  const angles = [...mailbox.matchAll(/<([^<>]*)>/g)].map((match) => match[1] ?? '');
  if (angles.length > 0) return angles;
  return [mailbox.slice(mailbox.lastIndexOf(':') + 1)];
}

/** The domains of one field; null when an address cannot be read. */
function domainsOf(value: string): string[] | null {
  const plain = value.length > MAX_CHARACTERS ? null : withoutQuotes(value);
  if (plain === null) return null;
  const domains: string[] = [];
  // A comma within angle brackets belongs to an obsolete route.
  for (const mailbox of plain.split(/[,;](?![^<>]*>)/)) {
    for (const address of addressesOf(mailbox)) {
      const at = address.lastIndexOf('@');
      // A name with a comma in it, unquoted: `Doe, John <john@example.com>`.
      if (at === -1) continue;
      const bytes = Buffer.from(address.slice(at + 1).replace(/[ \t]+/g, ''), 'latin1');
      const domain = canonicalDomain(bytes.toString());
      if (!DOMAIN.test(domain)) return null;
      domains.push(domain);
    }
  }
  return domains;
}

/** @param fields of the whole header */
export function authorDomains(fields: readonly HeaderField[]): Authors {
  const from = fields.filter(({ name }) => name === 'from');
  if (from.length > MAX_FIELDS) return UNREADABLE;
  const domains = new Set<string>();
  for (const { value } of from) {
    const found = domainsOf(value);
    if (found === null) return UNREADABLE;
    for (const domain of found) domains.add(domain);
  }
  return domains.size === 0 || domains.size > MAX_DOMAINS ? UNREADABLE : { kind: 'known', domains: [...domains] };
}
