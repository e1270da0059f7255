// Which domains belong together (RFC 7489 sections 3.1 and 3.2): the public suffix list says where an organisation's names begin.
import { getDomain } from 'tldts';

/** Private suffixes (`github.io`) count: each of their customers is an organisation of its own. */
const OPTIONS = { allowPrivateDomains: true, validateHostname: false } as const;

/** E.g. `example.co.uk` for `mail.example.co.uk`; the name itself when it has none above a public suffix. @param name lower case, A-labels */
export const organisationalDomain = (name: string): string => getDomain(name, OPTIONS) ?? name;

/** @param strict the names must be the same; otherwise their organisations must */
export const isAligned = (author: string, authenticated: string, strict: boolean): boolean =>
  authenticated !== '' &&
  (author === authenticated || (!strict && organisationalDomain(author) === organisationalDomain(authenticated)));
