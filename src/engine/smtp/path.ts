// Mail addresses as commands carry them (RFC 5321 section 4.1.2), strictly: no source routes, no bare local parts, no second guess.
import { isAddress } from '../../core/ip.ts';

/** What stands between `<` and `>`, and what follows. */
export interface TakenPath {
  /** Canonical: domain in lower case, a local part quoted only where it must be. Empty for the null path. */
  readonly address: string;
  readonly rest: string;
}

const ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const DOT_ATOM = new RegExp(`^${ATEXT}(?:\\.${ATEXT})*`);
const WHOLE_DOT_ATOM = new RegExp(`^${ATEXT}(?:\\.${ATEXT})*$`);
const QUOTED = /^"((?:[ !#-[\]-~]|\\[ -~])*)"/;
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*(?=>)`);
const LITERAL = /^\[([0-9A-Za-z.:]{1,50})\](?=>)/;
// Section 4.5.3.1.
const MAX_LOCAL_PART = 64;
const MAX_DOMAIN = 255;
const MAX_PATH = 254;

function takeLocalPart(text: string): { local: string; length: number } | null {
  const atom = DOT_ATOM.exec(text)?.[0];
  if (atom !== undefined) return { local: atom, length: atom.length };
  const quoted = QUOTED.exec(text);
  if (quoted === null) return null;
  const content = (quoted[1] ?? '').replace(/\\(.)/g, '$1');
  const local = WHOLE_DOT_ATOM.test(content) ? content : `"${content.replace(/["\\]/g, '\\$&')}"`;
  return { local, length: quoted[0].length };
}

/** True for `[192.0.2.1]` and `[IPv6:2001:db8::1]` without the brackets (section 4.1.3). */
const isLiteral = (content: string): boolean =>
  /^ipv6:/i.test(content)
    ? content.slice(5).includes(':') && isAddress(content.slice(5))
    : /^[0-9.]+$/.test(content) && isAddress(content);

/** Takes `<…>` from the beginning of `text`; null when it is not exactly that. */
export function takePath(text: string): TakenPath | null {
  if (text.startsWith('<>')) return { address: '', rest: text.slice(2) };
  // The one address without a domain (section 4.5.1).
  const postmaster = /^<postmaster>/i.exec(text);
  if (postmaster) return { address: 'postmaster', rest: text.slice(postmaster[0].length) };
  if (!text.startsWith('<')) return null;
  const part = takeLocalPart(text.slice(1));
  if (part === null || part.length > MAX_LOCAL_PART || text[1 + part.length] !== '@') return null;
  const after = text.slice(part.length + 2);
  const literal = LITERAL.exec(after);
  const domain = literal ?? DOMAIN.exec(after);
  if (domain === null || domain[0].length > MAX_DOMAIN) return null;
  if (literal && !isLiteral(literal[1] ?? '')) return null;
  const address = `${part.local}@${domain[0].toLowerCase()}`;
  if (address.length > MAX_PATH) return null;
  return { address, rest: after.slice(domain[0].length + 1) };
}
