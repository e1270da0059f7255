// The project's resolver in the form that mailauth asks for: lists, and errors with the codes of node:dns.
import type { DNSResolver } from 'mailauth';
import type { Resolver } from '../../../pipeline/resolver.ts';

class LookupError extends Error {
  override readonly name = 'LookupError';
  readonly code: string;

  constructor(code: string, why: string) {
    super(why);
    this.code = code;
  }
}

const mxOf = (value: string): { exchange: string; priority: number } => {
  const [priority = '0', exchange = ''] = value.split(' ');
  // `0 .` says that the domain takes no mail (RFC 7505): no host, which mailauth passes over.
  return { priority: Number(priority), exchange: exchange === '.' ? '' : exchange };
};

/**
 * Look-ups for one check. After `stop` every further one fails, so that a check that is late ends soon.
 * Every failure is told as a time-out: mailauth passes over other codes inside `include`, and a domain would be refused by its `-all`
 * where RFC 7208 section 2.6.6 wants temperror.
 */
export function mailauthResolver(resolver: Resolver): {
  readonly resolve: DNSResolver;
  readonly stop: () => void;
} {
  let stopped = false;
  return {
    stop: () => {
      stopped = true;
    },
    async resolve(name, type) {
      if (stopped) throw new LookupError('ETIMEOUT', 'the check took too long');
      if (type !== 'A' && type !== 'AAAA' && type !== 'MX' && type !== 'TXT' && type !== 'PTR')
        throw new Error(`SPF does not ask for ${type} records`);
      const answer = await resolver.lookup(name, type);
      if (answer.kind === 'failed') throw new LookupError('ETIMEOUT', answer.why);
      if (answer.kind === 'none') throw new LookupError('ENOTFOUND', 'no such name or record');
      if (type === 'TXT') return answer.values.map((text) => [text]);
      // mailauth's own type forgets the shape of MX answers.
      return type === 'MX' ? (answer.values.map(mxOf) as unknown as string[]) : [...answer.values];
    },
  };
}
