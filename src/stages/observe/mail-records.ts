// Does DNS know a domain as one that mail can come from or go to? MX first, then addresses (RFC 5321 section 5.1).
import type { Resolver } from '../../pipeline/resolver.ts';

/** `nullMx`: the domain says that it takes no mail (RFC 7505). `badMx`: no exchange of its MX records is a name. */
export type MailRecords = 'found' | 'none' | 'nullMx' | 'badMx' | 'temperror';

const exchangeOf = (value: string): string => value.split(' ')[1]?.replace(/\.$/, '') ?? '';

export async function mailRecords(domain: string, resolver: Resolver): Promise<MailRecords> {
  const mx = await resolver.lookup(domain, 'MX');
  if (mx.kind === 'failed') return 'temperror';
  if (mx.kind === 'found') {
    if (mx.values.some((value) => exchangeOf(value) !== '')) return 'found';
    return mx.values.length === 1 && /^0 \.?$/.test(mx.values[0] ?? '') ? 'nullMx' : 'badMx';
  }
  const [a, aaaa] = await Promise.all([resolver.lookup(domain, 'A'), resolver.lookup(domain, 'AAAA')]);
  if (a.kind === 'found' || aaaa.kind === 'found') return 'found';
  return a.kind === 'failed' || aaaa.kind === 'failed' ? 'temperror' : 'none';
}
