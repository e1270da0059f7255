// The name under which an address stands in the reverse tree of DNS. Knows no resolver.
import { canonicalAddress, dnsListName } from '../../core/ip.ts';

/** E.g. `1.2.0.192.in-addr.arpa`; null when `address` is none (RFC 1035 section 3.5, RFC 3596 section 2.5). */
export const reverseName = (address: string): string | null =>
  dnsListName(address, canonicalAddress(address).includes(':') ? 'ip6.arpa' : 'in-addr.arpa');
