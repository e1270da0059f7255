// Mail addresses as commands carry them (RFC 5321 section 4.1.2, RFC 6531 section 3.3), strictly: no source routes, no bare local
// parts, no second guess.
import { isAddress } from '../../core/ip.ts';
import { canonicalDomain } from '../../core/mail-address.ts';

/** What stands between `<` and `>`, and what follows. */
export interface TakenPath {
  /** Canonical: domain in lower case and ASCII, a local part quoted only where it must be. Empty for the null path. */
  readonly address: string;
  /** False: it was written with characters beyond ASCII, which only SMTPUTF8 allows. */
  readonly ascii: boolean;
  readonly rest: string;
}

/** Letters of all scripts, but no control characters and no blanks of any kind. */
const BEYOND_ASCII = '[^\\x00-\\x7f\\p{Cc}\\p{Cs}\\p{Z}]';
const ATEXT = `(?:[A-Za-z0-9!#$%&'*+/=?^_\`{|}~-]|${BEYOND_ASCII})+`;
const DOT_ATOM = new RegExp(`^${ATEXT}(?:\\.${ATEXT})*`, 'u');
const WHOLE_DOT_ATOM = new RegExp(`^${ATEXT}(?:\\.${ATEXT})*$`, 'u');
const QUOTED = new RegExp(`^"((?:[ !#-[\\]-~]|\\\\[ -~]|${BEYOND_ASCII})*)"`, 'u');
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const ASCII_DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
/** A domain in any script: letters, marks and digits (RFC 5890 section 2.3.2.1). */
const DOMAIN = /^[\p{L}\p{M}\p{Nd}-]+(?:\.[\p{L}\p{M}\p{Nd}-]+)*(?=>)/u;
const LITERAL = /^\[([0-9A-Za-z.:]{1,50})\](?=>)/;
// Section 4.5.3.1, in bytes.
const MAX_LOCAL_PART = 64;
const MAX_DOMAIN = 255;
const MAX_PATH = 254;

const bytesIn = (text: string): number => Buffer.byteLength(text);

function takeLocalPart(text: string): { local: string; length: number } | null {
  const atom = DOT_ATOM.exec(text)?.[0];
  if (atom !== undefined) return { local: atom, length: atom.length };
  const quoted = QUOTED.exec(text);
  if (quoted === null) return null;
  const content = (quoted[1] ?? '').replace(/\\(.)/g, '$1');
  const local = WHOLE_DOT_ATOM.test(content) ? content : `"${content.replace(/["\\]/g, '\\$&')}"`;
  return { local, length: quoted[0].length };
}

/** The one spelling of a domain; null when it is none. No label may turn into several on the way to ASCII. */
function asciiDomain(domain: string): string | null {
  const canonical = canonicalDomain(domain);
  const sameLabels = canonical.split('.').length === domain.split('.').length;
  return sameLabels && canonical.length <= MAX_DOMAIN && ASCII_DOMAIN.test(canonical) ? canonical : null;
}

/** True for `[192.0.2.1]` and `[IPv6:2001:db8::1]` without the brackets (section 4.1.3). */
const isLiteral = (content: string): boolean =>
  /^ipv6:/i.test(content)
    ? content.slice(5).includes(':') && isAddress(content.slice(5))
    : /^[0-9.]+$/.test(content) && isAddress(content);

/** Takes `<…>` from the beginning of `text`; null when it is not exactly that. */
export function takePath(text: string): TakenPath | null {
  if (text.startsWith('<>')) return { address: '', ascii: true, rest: text.slice(2) };
  // The one address without a domain (section 4.5.1).
  const postmaster = /^<postmaster>/i.exec(text);
  if (postmaster) return { address: 'postmaster', ascii: true, rest: text.slice(postmaster[0].length) };
  if (!text.startsWith('<')) return null;
  const part = takeLocalPart(text.slice(1));
  if (part === null || text[1 + part.length] !== '@') return null;
  const localText = text.slice(1, 1 + part.length);
  if (bytesIn(localText) > MAX_LOCAL_PART) return null;
  const after = text.slice(part.length + 2);
  const literal = LITERAL.exec(after);
  if (literal && !isLiteral(literal[1] ?? '')) return null;
  const written = (literal ?? DOMAIN.exec(after))?.[0];
  if (written === undefined) return null;
  const domain = literal ? written.toLowerCase() : asciiDomain(written);
  if (domain === null) return null;
  const address = `${part.local}@${domain}`;
  if (bytesIn(address) > MAX_PATH) return null;
  return { address, ascii: /^[\x20-\x7e]*$/.test(localText + written), rest: after.slice(written.length + 1) };
}
