// The client's host names that lead back to its address: PTR, then A or AAAA (forward-confirmed reverse DNS).
import { canonicalAddress } from '../../../core/ip.ts';
import { reverseName } from '../../../engine/dns/reverse-name.ts';
import type { Subject } from '../../../pipeline/observation.ts';
import type { Resolver } from '../../../pipeline/resolver.ts';
import { once } from '../../observe/once.ts';

/** `names` is empty unless `hostname` is `verified`. Names are in lower case, without a dot at the end. */
export interface ClientNames {
  readonly hostname: 'verified' | 'unknown' | 'temperror';
  readonly names: readonly string[];
}

/** PTR names that are looked at: the limit that RFC 7208 section 5.5 sets for SPF. */
const MAX_NAMES = 10;

const UNKNOWN: ClientNames = { hostname: 'unknown', names: [] };
const TEMPERROR: ClientNames = { hostname: 'temperror', names: [] };

async function lookUp(clientAddress: string, resolver: Resolver): Promise<ClientNames> {
  const address = canonicalAddress(clientAddress);
  const reverse = reverseName(address);
  if (reverse === null) return UNKNOWN;
  const pointers = await resolver.lookup(reverse, 'PTR');
  if (pointers.kind === 'failed') return TEMPERROR;
  if (pointers.kind === 'none') return UNKNOWN;
  const found = await Promise.all(
    pointers.values.slice(0, MAX_NAMES).map(async (name) => {
      const answer = await resolver.lookup(name, address.includes(':') ? 'AAAA' : 'A');
      const leadsBack = answer.kind === 'found' && answer.values.some((value) => canonicalAddress(value) === address);
      return { name: name.toLowerCase().replace(/\.$/, ''), leadsBack, failed: answer.kind === 'failed' };
    }),
  );
  const names = found.flatMap(({ name, leadsBack }) => (leadsBack ? [name] : []));
  if (names.length > 0) return { hostname: 'verified', names };
  return found.some(({ failed }) => failed) ? TEMPERROR : UNKNOWN;
}

/** The client's verified names, looked up once a session. */
export const verifiedNames = (subject: Subject, resolver: Resolver): Promise<ClientNames> =>
  once(subject, 'unknownClient.names', () => lookUp(subject.clientAddress, resolver));
