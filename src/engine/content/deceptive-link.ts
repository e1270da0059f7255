// Whether a link leads elsewhere than its text says (row 9.15, phishing). Knows no HTML.
import { isIP } from 'node:net';
import { getDomain } from 'tldts';

export interface Deception {
  /** Host that the link leads to, ASCII. */
  readonly leadsTo: string;
  /** Host that its text names, ASCII; null when the link is suspect whatever its text. */
  readonly says: string | null;
}

const MAX_HREF = 4096;
const MAX_TEXT = 500;
/** A host in a text: behind a scheme or `www.` anywhere, otherwise only as the whole text. */
const NAMED = /(?:https?:\/\/(?:[^\s/@]{1,100}@)?|\bwww\.)((?:[\p{L}\p{N}-]{1,63}\.){0,20}[\p{L}\p{N}-]{1,63})/iu;
const WHOLE = /^((?:[\p{L}\p{N}_-]{1,63}\.){1,20}\p{L}{2,63})(?:[/?#:]\S*)?$/iu;

const urlOf = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};

const asciiHost = (host: string): string | null => urlOf(`http://${host}/`)?.hostname ?? null;

const domainOf = (host: string): string => getDomain(host) ?? host;

function hostInText(text: string): string | null {
  const trimmed = text.replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g, '').trim();
  const found = NAMED.exec(trimmed) ?? WHOLE.exec(trimmed);
  const host = found?.[1];
  if (host === undefined || (!host.includes('.') && !found?.[0].toLowerCase().startsWith('www.'))) return null;
  return asciiHost(found?.[0].toLowerCase().startsWith('www.') ? `www.${host}` : host);
}

/**
 * Null when nothing is wrong with a link. Wrong are: a text that names a host of another domain, an address in numbers, a name
 * before an `@`, which reads like a host (RFC 3986 section 7.6).
 * @param href as browsers see the attribute @param text what the reader sees
 */
export function deceptionOf(href: string, text: string): Deception | null {
  // Browsers pass over these within an address (WHATWG URL section 4.4).
  const target = href
    .slice(0, MAX_HREF)
    .replace(/[\t\r\n]/g, '')
    .trim();
  if (!/^(?:https?:|[/\\]{2})/i.test(target)) return null;
  const url = urlOf(/^[/\\]/.test(target) ? `http:${target}` : target);
  if (url === null || url.hostname === '') return null;
  const leadsTo = url.hostname;
  const says = hostInText(text.slice(0, MAX_TEXT));
  if (isIP(leadsTo.replace(/^\[|\]$/g, '')) !== 0) return { leadsTo, says };
  if (url.username !== '') return { leadsTo, says };
  return says !== null && domainOf(says) !== domainOf(leadsTo) ? { leadsTo, says } : null;
}
