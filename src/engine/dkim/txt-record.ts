// The TXT record of a key, in the forms in which people enter it (row 8.3, RFC 6376 section 3.6.2).
import type { KeyObject } from 'node:crypto';
import { keyRecordText } from './key-record.ts';
import type { KeyPlace } from './key-store.ts';

export interface TxtRecord {
  /** Without a dot at its end. */
  readonly name: string;
  readonly value: string;
  /** The value in strings of at most 255 bytes (RFC 1035 section 3.3.14), for forms that want them apart. */
  readonly strings: readonly string[];
  /** A line for a zone file. */
  readonly zoneLine: string;
}

const MAX_STRING_BYTES = 255;
/** Short enough to be corrected within the hour [A]. */
const TTL_SECONDS = 3600;

/** @param key public or private; only its public half is used */
export function txtRecord({ domain, selector }: Pick<KeyPlace, 'domain' | 'selector'>, key: KeyObject): TxtRecord {
  const name = `${selector}._domainkey.${domain}`;
  const value = keyRecordText(key);
  const strings = value.match(new RegExp(`.{1,${MAX_STRING_BYTES}}`, 'g')) ?? [];
  const quoted = strings.map((part) => `"${part}"`).join(' ');
  return { name, value, strings, zoneLine: `${name}. ${TTL_SECONDS} IN TXT ( ${quoted} )` };
}
