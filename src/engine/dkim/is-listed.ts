// Is a client on a list of addresses and networks? IPv4 mapped into IPv6 counts as IPv4.
import { canonicalAddress, inSubnet, isSubnet } from '../../core/ip.ts';

export const isListed = (address: string, entries: readonly string[]): boolean =>
  entries.some((entry) =>
    isSubnet(entry) ? inSubnet(address, entry) : canonicalAddress(entry) === canonicalAddress(address),
  );
