// Real DNS through the system's resolver library (c-ares). Errors become answers; what an answer may hold is bounded.
import { Resolver as NodeResolver } from 'node:dns/promises';
import type { DnsAnswer, RecordType, Resolver } from '../../pipeline/resolver.ts';

/** The part of Node's resolver that is used; a test may hand in its own. */
export type RecordSource = Pick<NodeResolver, 'resolve4' | 'resolve6' | 'resolveMx' | 'resolveTxt' | 'resolvePtr'>;

export interface DnsSettings {
  /** `address` or `address:port`; empty: those of the system. */
  readonly servers: readonly string[];
  /** Wait for one answer. */
  readonly timeoutSeconds: number;
  /** Attempts in all, spread over the servers. */
  readonly tries: number;
}

/** Five seconds and two tries are the defaults of the resolver in glibc (resolv.conf). */
export const DNS_SETTINGS: DnsSettings = { servers: [], timeoutSeconds: 5, tries: 2 };

/** Records of one answer beyond these are left out [A]: no honest name has as many. */
const MAX_VALUES = 256;
/** RFC 1035 section 2.3.4. */
const MAX_NAME_CHARACTERS = 253;

/** Errors that say that there is no such name or record; every other one is a failure. EBADNAME: a name that cannot exist. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);

const open = ({ servers, timeoutSeconds, tries }: DnsSettings): RecordSource => {
  const resolver = new NodeResolver({ timeout: Math.ceil(timeoutSeconds * 1000), tries });
  if (servers.length > 0) resolver.setServers(servers);
  return resolver;
};

async function query(source: RecordSource, name: string, type: RecordType): Promise<string[]> {
  switch (type) {
    case 'A':
      return source.resolve4(name);
    case 'AAAA':
      return source.resolve6(name);
    case 'PTR':
      return source.resolvePtr(name);
    case 'TXT':
      return (await source.resolveTxt(name)).map((strings) => strings.join(''));
    case 'MX':
      return (await source.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`);
  }
}

/** A resolver over real name servers. @throws when a server's address is none. */
export function createSystemResolver(
  settings: DnsSettings = DNS_SETTINGS,
  source: RecordSource = open(settings),
): Resolver {
  return {
    async lookup(name, type): Promise<DnsAnswer> {
      if (name === '' || name.length > MAX_NAME_CHARACTERS) return { kind: 'none' };
      try {
        const values = await query(source, name, type);
        return values.length === 0 ? { kind: 'none' } : { kind: 'found', values: values.slice(0, MAX_VALUES) };
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
        return NOTHING.has(error.code) ? { kind: 'none' } : { kind: 'failed', why: error.code };
      }
    },
  };
}
