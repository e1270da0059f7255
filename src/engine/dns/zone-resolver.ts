// DNS records held in memory, for labs and tests. Names that it does not hold may be asked of another resolver.
import type { DnsAnswer, RecordType, Resolver } from '../../pipeline/resolver.ts';
import { reverseName } from './reverse-name.ts';

/** Values as in `DnsAnswer`, or a failure, e.g. `{ fails: 'ETIMEOUT' }`. */
export type ZoneValues = readonly string[] | { readonly fails: string };
export type ZoneEntry = { readonly [T in RecordType]?: ZoneValues };

export interface Zone {
  /** Records by name; the case of a name and a dot at its end do not count. */
  readonly names: Readonly<Record<string, ZoneEntry>>;
  /** Host names by address: PTR records in a form that people can write. */
  readonly ptr?: Readonly<Record<string, ZoneValues>>;
}

const NOTHING: Resolver = { lookup: async () => ({ kind: 'none' }) };

const key = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/**
 * A resolver that knows what is in `zone`. A name that is in the zone has no other records than those.
 * @param elsewhere asked about names that are not in the zone; by default they do not exist.
 * @throws when `ptr` names something that is no address.
 */
export function createZoneResolver({ names, ptr = {} }: Zone, elsewhere: Resolver = NOTHING): Resolver {
  const entries = new Map(Object.entries(names).map(([name, entry]) => [key(name), entry]));
  for (const [address, values] of Object.entries(ptr)) {
    const name = reverseName(address);
    if (name === null) throw new Error(`"${address}" is no address`);
    entries.set(name, { ...entries.get(name), PTR: values });
  }
  return {
    async lookup(name, type): Promise<DnsAnswer> {
      const entry = entries.get(key(name));
      if (!entry) return elsewhere.lookup(name, type);
      const values = entry[type] ?? [];
      if ('fails' in values) return { kind: 'failed', why: values.fails };
      return values.length === 0 ? { kind: 'none' } : { kind: 'found', values };
    },
  };
}
