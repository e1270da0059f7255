// Which addresses are this server: mail that it would send to itself is in a loop.
import { networkInterfaces } from 'node:os';
import { canonicalAddress, inSubnet } from '../../core/ip.ts';

/** True for an address at which we would meet ourselves. @param named an administrator named this server, so other ports are other programs */
export type IsOwnAddress = (address: string, port: number, named: boolean) => boolean;

interface OwnAddressOptions {
  /** Ports that we listen on. */
  readonly ports: () => readonly number[];
  /** For laboratories: other ports of this machine are other servers, whoever named them. */
  readonly allowLoopback: boolean;
  /** Addresses of this machine besides loopback. */
  readonly addresses?: () => readonly string[];
}

const LOCAL_SUBNETS = ['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128'];

const interfaceAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));

export function ownAddresses({
  ports,
  allowLoopback,
  addresses = interfaceAddresses,
}: OwnAddressOptions): IsOwnAddress {
  return (address, port, named) => {
    const key = canonicalAddress(address);
    const local =
      LOCAL_SUBNETS.some((subnet) => inSubnet(key, subnet)) || addresses().some((own) => canonicalAddress(own) === key);
    return local && ((!named && !allowLoopback) || ports().includes(port));
  };
}
