// Which address belongs to which account: the login, what the account lists, and what the formats of its domains build (row 8.1).
import { addressKey, splitAddress, withCanonicalDomain } from '../core/mail-address.ts';
import { localPartBy, type Person } from './address-format.ts';
import { type DomainSettings, namesOf } from './domains.ts';

export interface AddressedAccount extends Person {
  /** Further addresses of its own. */
  readonly addresses?: readonly string[] | undefined;
}

export interface OwnAddresses {
  /** Account (login in lower case) by address; domains under their first names. */
  readonly accountOf: ReadonlyMap<string, string>;
  /** Addresses that two accounts would have, with both. Nobody has them. */
  readonly clashes: ReadonlyMap<string, readonly [string, string]>;
  /** More addresses than `MAX_ADDRESSES` were asked for; those beyond it are missing. */
  readonly tooMany: boolean;
}

/** [A] Ten times the largest number of accounts: a bound on memory, about 200 MB. */
export const MAX_ADDRESSES = 1_000_000;

/** Every name of every domain, additional ones included, with its domain. */
export const domainsByName = (domains: readonly DomainSettings[]): Map<string, DomainSettings> =>
  new Map(domains.flatMap((domain) => namesOf(domain).map((name) => [name, domain] as const)));

/**
 * The one spelling of an address: in a domain of ours lower case under its first name (`Bob@additional.example` is `bob@first.example`);
 * in others the local part stays as it is, since its case may mean something there (RFC 5321 section 2.4).
 */
export function homeKey(address: string, byName: ReadonlyMap<string, DomainSettings>): string {
  const { local, domain } = splitAddress(withCanonicalDomain(address));
  const home = byName.get(domain);
  return home === undefined ? `${local}@${domain}` : `${local.toLowerCase()}@${home.name}`;
}

/** The domains that an account belongs to: its login's, those that list it, and those that take every account. */
function membersByDomain(
  accounts: readonly AddressedAccount[],
  domains: readonly DomainSettings[],
  byName: ReadonlyMap<string, DomainSettings>,
): [DomainSettings, readonly AddressedAccount[]][] {
  const byLogin = new Map(accounts.map((account) => [addressKey(account.address), account]));
  const home = new Map<DomainSettings, AddressedAccount[]>();
  for (const account of accounts) {
    const domain = byName.get(splitAddress(addressKey(account.address)).domain);
    if (domain === undefined) continue;
    const there = home.get(domain);
    if (there) there.push(account);
    else home.set(domain, [account]);
  }
  return domains.map((domain) => {
    if (domain.autoAdd) return [domain, accounts];
    const listed = domain.members.flatMap((login) => byLogin.get(addressKey(login)) ?? []);
    return [domain, [...new Set([...(home.get(domain) ?? []), ...listed])]];
  });
}

/** What an account states for itself goes before what a format builds, so that a clash of two formats can be settled by hand. */
export function ownAddresses(accounts: readonly AddressedAccount[], domains: readonly DomainSettings[]): OwnAddresses {
  const byName = domainsByName(domains);
  const stated = new Map<string, string>();
  const built = new Map<string, string>();
  const clashes = new Map<string, readonly [string, string]>();
  const claim = (addresses: Map<string, string>, address: string, account: string): void => {
    const other = addresses.get(address);
    if (other === undefined) addresses.set(address, account);
    else if (other !== account) clashes.set(address, [other, account]);
  };
  for (const account of accounts) {
    const login = addressKey(account.address);
    for (const address of [account.address, ...(account.addresses ?? [])])
      claim(stated, homeKey(address, byName), login);
  }
  for (const [domain, members] of membersByDomain(accounts, domains, byName))
    for (const member of members) {
      if (stated.size + built.size >= MAX_ADDRESSES) return { accountOf: stated, clashes, tooMany: true };
      for (const format of domain.addressFormats) {
        const local = localPartBy(format, member);
        const address = `${local}@${domain.name}`;
        if (local !== null && !stated.has(address)) claim(built, address, addressKey(member.address));
      }
    }
  for (const [address, account] of built) if (!stated.has(address)) stated.set(address, account);
  for (const address of clashes.keys()) stated.delete(address);
  return { accountOf: stated, clashes, tooMany: false };
}
