// Recipients at other servers, put together as they can share a transaction: same destination, same copy, not too many. Pure.
import { addressKey } from '../../core/mail-address.ts';
import { destinationOf, type FindNextHop, type NextHop } from '../relay/next-hop.ts';
import type { Envelope, EnvelopeRecipient } from './envelope.ts';

export interface RemoteGroup {
  readonly destination: string;
  readonly hop: NextHop;
  /** The address of ours that stands for these; null: they were named themselves. */
  readonly forwardedFrom: string | null;
  /** Recipients of the envelope. */
  readonly indices: readonly number[];
}

/** An alias or a forwarding of ours brought the mail to this address. */
const forwardedFrom = ({ address, original }: EnvelopeRecipient): string | null =>
  addressKey(address) === addressKey(original) ? null : original;

/** @param indices of recipients that are another server's. @param most recipients of one transaction */
export function remoteGroups(
  { sender, recipients }: Envelope,
  indices: readonly number[],
  nextHop: FindNextHop,
  most: number,
): RemoteGroup[] {
  const groups: { destination: string; hop: NextHop; forwardedFrom: string | null; indices: number[] }[] = [];
  const open = new Map<string, (typeof groups)[number]>();
  for (const index of indices) {
    const recipient = recipients[index];
    if (recipient === undefined) continue;
    const hop = nextHop(sender, recipient.address);
    const destination = destinationOf(hop);
    const from = forwardedFrom(recipient);
    const key = `${destination}\n${from ?? ''}`;
    let group = open.get(key);
    if (group === undefined || group.indices.length >= most) {
      group = { destination, hop, forwardedFrom: from, indices: [] };
      groups.push(group);
      open.set(key, group);
    }
    group.indices.push(index);
  }
  return groups;
}
