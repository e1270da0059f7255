// The directory of a configuration: whose an address is, by its accounts, domains, aliases and relayed domains.
import { domainAddresses, memberAddress } from '../../config/domain-addresses.ts';
import type { ServerConfiguration } from '../../config/schema.ts';
import { addressKey, splitAddress } from '../../core/mail-address.ts';
import type { Directory, Resolution } from '../directory.ts';

export type DirectorySettings = Pick<ServerConfiguration, 'accounts' | 'domains'> &
  Partial<Pick<ServerConfiguration, 'hostname' | 'externalPostmasters' | 'relay'>>;

/** Addresses behind aliases that are kept ready [A]: far beyond what a server of 5,000 users has, and a few megabytes. */
const MAX_READY_TARGETS = 200_000;

/**
 * Looks up an address in this order: an account's own (row 8.1), an alias (8.6), postmaster and mailer-daemon (RFC 5321 section 4.5.1,
 * row 7.2), the catch-all of its domain (8.4); of other domains those that are relayed inbound (7.10). Additional domains are their
 * first one (8.2). A look-up costs the same for one account and for 100,000.
 */
export function configuredDirectory(settings: DirectorySettings): Directory {
  const { hostname = '', relay } = settings;
  const book = domainAddresses(settings);
  const server = addressKey(hostname);
  const inbound = new Set((relay?.inboundDomains ?? []).map(({ domain }) => domain));
  /** An alias of all staff, named by a thousand recipients of a message, must not be expanded a thousand times. */
  const ready = new Map<string, Resolution>();
  let readyTargets = 0;

  function behind(key: string, members: readonly string[]): Resolution {
    const known = ready.get(key);
    if (known) return known;
    const { targets } = book.expand(key, members);
    const resolution: Resolution = targets.length > 0 ? { kind: 'known', targets } : { kind: 'unknown' };
    readyTargets += targets.length;
    if (readyTargets > MAX_READY_TARGETS) {
      ready.clear();
      readyTargets = targets.length;
    }
    ready.set(key, resolution);
    return resolution;
  }

  function lookUp(key: string, mayCatch: boolean): Resolution {
    const found = book.find(key);
    if (found.kind === 'account')
      return { kind: 'known', targets: [{ address: found.account, account: found.account }] };
    if (found.kind === 'alias') return behind(key, found.members);
    const { local, domain } = splitAddress(key);
    if (found.kind === 'nobody') {
      const ours = book.byName.get(domain);
      const catcher = ours?.catchAll ?? null;
      if (ours === undefined || catcher === null || !mayCatch) return { kind: 'unknown' };
      return lookUp(book.keyOf(memberAddress(catcher, ours)), false);
    }
    if (book.isSystemName(local) && (domain === '' || domain === server))
      return book.system.kind === 'alias' ? behind('', book.system.members) : { kind: 'unknown' };
    if (inbound.has(domain)) return { kind: 'known', targets: [{ address: key, account: null }] };
    return { kind: 'foreign' };
  }

  return {
    resolve: (address) => lookUp(book.keyOf(address), true),
    maySendAs(account, address) {
      const key = book.keyOf(address);
      const login = addressKey(account);
      const found = book.find(key);
      if (found.kind === 'account') return found.account === login;
      return found.kind === 'alias' && found.members.some((member) => book.own.accountOf.get(member) === login);
    },
  };
}
