// What every address of our domains is: an account, an alias, a postmaster, nobody. Built once from the configuration; look-ups do
// not grow with the number of accounts. The engine delivers by it, the schema finds slips by it.
import { addressKey, splitAddress, withCanonicalDomain } from '../core/mail-address.ts';
import type { DomainSettings } from './domains.ts';
import { type Expansion, expandAlias, type Found } from './expand-alias.ts';
import { type AddressedAccount, domainsByName, homeKey, type OwnAddresses, ownAddresses } from './own-addresses.ts';

export interface AddressedConfiguration {
  readonly accounts: readonly AddressedAccount[];
  readonly domains: readonly DomainSettings[];
  readonly externalPostmasters?: readonly string[];
}

/** RFC 5321 section 4.5.1 and row 7.2: these exist at every domain, unless an account or alias has taken the name. */
const SYSTEM_NAMES = new Set(['postmaster', 'mailer-daemon']);

export interface DomainAddresses {
  readonly own: OwnAddresses;
  readonly byName: ReadonlyMap<string, DomainSettings>;
  /** Members, as canonical addresses, by alias. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** The one spelling of an address of ours. */
  keyOf(address: string): string;
  find(key: string): Found;
  /** What is behind an address that is an alias. */
  expand(key: string, members: readonly string[]): Expansion;
  /** Mail to the server itself: to a system name at a domain of ours or at `hostname`. */
  readonly system: Found;
  isSystemName(local: string): boolean;
}

/** A name in a domain's settings as an address: a name alone belongs to that domain. */
export const memberAddress = (member: string, domain: DomainSettings): string =>
  withCanonicalDomain(member.includes('@') ? member : `${member}@${domain.name}`);

export function domainAddresses(configuration: AddressedConfiguration): DomainAddresses {
  const { accounts, domains, externalPostmasters = [] } = configuration;
  const byName = domainsByName(domains);
  const own = ownAddresses(accounts, domains);
  const keyOf = (address: string): string => homeKey(address, byName);
  const aliases = new Map<string, readonly string[]>();
  for (const domain of domains)
    for (const { name, members } of domain.aliases) {
      const key = addressKey(`${name}@${domain.name}`);
      if (!aliases.has(key))
        aliases.set(key, [...new Set(members.map((member) => keyOf(memberAddress(member, domain))))]);
    }
  const first = accounts[0] === undefined ? [] : [keyOf(accounts[0].address)];
  const heirs = externalPostmasters.length > 0 ? externalPostmasters.map(keyOf) : first;
  const system: Found = heirs.length > 0 ? { kind: 'alias', members: heirs } : { kind: 'nobody' };
  const isSystemName = (local: string): boolean => SYSTEM_NAMES.has(local.toLowerCase());
  const find = (key: string): Found => {
    const account = own.accountOf.get(key);
    if (account !== undefined) return { kind: 'account', account };
    const members = aliases.get(key);
    if (members !== undefined) return { kind: 'alias', members };
    const { local, domain } = splitAddress(key);
    if (!byName.has(domain)) return { kind: 'elsewhere' };
    return isSystemName(local) ? system : { kind: 'nobody' };
  };
  const expand = (key: string, members: readonly string[]): Expansion => expandAlias(key, members, find);
  return { own, byName, aliases, keyOf, find, expand, system, isSystemName };
}
