// Who may have mail passed on, and under whose address (rows 7.4, 7.10). Pure: knows addresses and settings, no sessions.
import { canonicalAddress, inSubnet, isAddress } from '../../core/ip.ts';
import { splitAddress } from '../../core/mail-address.ts';
import type { Origin } from '../../pipeline/origin.ts';
import { type Refusal, reject } from '../../pipeline/verdict.ts';
import type { Directory, Resolution } from '../directory.ts';

/** Who talks to us on a listener: `smtp` takes mail from anybody, the other two are for users alone (RFC 6409). */
export type Role = 'smtp' | 'submission' | 'submissions';

export interface AccessSettings {
  /** Addresses and subnets of other servers that may relay through this one (row 7.10). */
  readonly trusted: readonly string[];
  /** Networks whose clients need not log in to have mail relayed (row 7.4); empty: none. */
  readonly exemptNetworks: readonly string[];
  readonly senderMustBelongToLogin: boolean;
  /** Trusted servers are not held to it. */
  readonly trustedMaySendAsAnybody: boolean;
}

export const NOBODY_TRUSTED: AccessSettings = {
  trusted: [],
  exemptNetworks: [],
  senderMustBelongToLogin: false,
  trustedMaySendAsAnybody: false,
};

/** `exempt`: in a network that need not log in. */
export type Standing = 'stranger' | 'trusted' | 'exempt' | 'user';

const isIn = (address: string, places: readonly string[]): boolean =>
  places.some((place) =>
    isAddress(place) ? canonicalAddress(place) === canonicalAddress(address) : inSubnet(address, place),
  );

/** @param account who has logged in; null: nobody */
export function standingOf(
  { address, role, account }: { readonly address: string; readonly role: Role; readonly account: string | null },
  settings: AccessSettings,
): Standing {
  if (account !== null) return 'user';
  if (role !== 'smtp') return 'stranger';
  if (isIn(address, settings.exemptNetworks)) return 'exempt';
  return isIn(address, settings.trusted) ? 'trusted' : 'stranger';
}

/** On the ports for users nobody else is served, so nobody there is asked what strangers are asked. */
export const originOf = (standing: Standing, role: Role): Origin => {
  if (standing === 'user' || role !== 'smtp') return 'user';
  return standing === 'stranger' ? 'stranger' : 'trusted';
};

/**
 * True when this client may not have mail sent there. To a server behind ours (row 7.10) strangers may send, but not with a route
 * hidden in the local part, which that server would follow since it trusts us (Postfix: allow_untrusted_routing).
 */
export function isRelayDenied(recipient: string, found: Resolution, standing: Standing): boolean {
  if (standing !== 'stranger' || found.kind === 'unknown') return false;
  if (found.kind === 'foreign') return true;
  const leaves = found.targets.some(({ account }) => account === null);
  return leaves && /[@%!]/.test(splitAddress(recipient).local);
}

/** Row 7.4: the sender has to belong to the login. Null: it may be used. The null sender is everybody's. */
export function senderRefusal(
  sender: string,
  standing: Standing,
  account: string | null,
  directory: Directory,
  settings: AccessSettings,
): Refusal | null {
  if (!settings.senderMustBelongToLogin || sender === '' || standing === 'exempt') return null;
  if (standing === 'trusted' && settings.trustedMaySendAsAnybody) return null;
  if (account !== null)
    return directory.maySendAs(account, sender)
      ? null
      : reject(553, '5.7.1', 'sender-not-owned', 'You may not send with this address');
  const found = directory.resolve(sender);
  const isUsers = found.kind === 'known' && found.targets.some((target) => target.account !== null);
  return isUsers ? reject(553, '5.7.1', 'sender-not-owned', 'Log in to send with this address') : null;
}
