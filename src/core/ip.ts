// Addresses and subnets as policies need them. Thin over ipaddr.js; IPv4 mapped into IPv6 counts as IPv4.
import ipaddr from 'ipaddr.js';

/** A parsed address; IPv4-mapped IPv6 has become IPv4. Null when `text` is no address. */
const parseAddress = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | null =>
  ipaddr.isValid(text) ? ipaddr.process(text) : null;

/** True for a complete address in dotted-quad or IPv6 notation; short forms such as `10.1` are refused. */
export const isAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);

/** True for `address/prefix`, e.g. `192.0.2.0/24`. */
export const isSubnet = (text: string): boolean => {
  const [address, prefix] = text.split('/');
  return prefix !== undefined && isAddress(address ?? '') && ipaddr.isValidCIDR(text);
};

/** Canonical text of an address, so that two spellings compare equal; the text itself when it is no address. */
export const canonicalAddress = (text: string): string => parseAddress(text)?.toString() ?? text;

/** True when `address` lies in `subnet` (both as text); false for mixed families or anything malformed. */
export function inSubnet(address: string, subnet: string): boolean {
  const parsed = parseAddress(address);
  if (parsed === null || !isSubnet(subnet)) return false;
  const [network, bits] = ipaddr.parseCIDR(subnet);
  return network.kind() === parsed.kind() && parsed.match(network, bits);
}

/** The network of an address, e.g. `192.0.2.0/24`. IPv4 is cut at `v4Bits`, IPv6 at `v6Bits`; no address gives the text itself. */
export function networkOf(text: string, v4Bits: number, v6Bits: number): string {
  const address = parseAddress(text);
  if (address === null) return text;
  const bits = address.kind() === 'ipv4' ? v4Bits : v6Bits;
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}

/** The name under which a DNS list publishes an address: octets (or nibbles) reversed, before the zone (RFC 5782, sections 2.1 and 2.4). */
export function dnsListName(text: string, zone: string): string | null {
  const address = parseAddress(text);
  if (address === null) return null;
  const bytes = address.toByteArray();
  const labels =
    address.kind() === 'ipv4'
      ? bytes.map(String)
      : bytes.flatMap((byte) => [(byte >> 4).toString(16), (byte & 15).toString(16)]);
  return `${labels.reverse().join('.')}.${zone}`;
}
