// A mail address as it is compared: case does not count, a domain has one spelling. Knows no syntax of commands or headers.
import punycode from 'punycode.js';

/** RFC 1035 section 2.3.4. */
const MAX_DOMAIN = 253;

/**
 * The one spelling of a domain: lower case, no dot at its end, labels in other scripts as A-labels (RFC 5890 section 2.3.2.1), so
 * that `München.example.` and `xn--mnchen-3ya.example` are the same. What is no domain stays what it is.
 */
export function canonicalDomain(name: string): string {
  const plain = name.endsWith('.') ? name.slice(0, -1) : name;
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.toLowerCase();
  const folded = plain.length > MAX_DOMAIN ? plain : plain.normalize('NFKC').toLowerCase();
  // Longer than any domain: not worth the work, which grows with the square of the length.
  if (folded.length > MAX_DOMAIN) return plain;
  try {
    return punycode.toASCII(folded);
  } catch {
    return folded;
  }
}

/** Local part and domain; the domain is empty where there is none. */
export function splitAddress(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf('@');
  return at === -1 ? { local: address, domain: '' } : { local: address.slice(0, at), domain: address.slice(at + 1) };
}

/** The address with its domain in the one spelling; its local part as it is. */
export function withCanonicalDomain(address: string): string {
  const { local, domain } = splitAddress(address);
  return domain === '' ? address : `${local}@${canonicalDomain(domain)}`;
}

/** What two spellings of the same address have in common. Postfix, too, folds the local parts of the addresses it looks up. */
export const addressKey = (address: string): string => withCanonicalDomain(address).toLowerCase();
