// What has to fit together between accounts, domains, aliases and relayed domains. Runs on half-valid input too.
import { addressKey, splitAddress } from '../core/mail-address.ts';
import { type DomainAddresses, domainAddresses, memberAddress } from './domain-addresses.ts';
import { type DomainSettings, isDomainSettings, namesOf } from './domains.ts';
import type { ExpansionFault } from './expand-alias.ts';
import { type AddressedAccount, MAX_ADDRESSES } from './own-addresses.ts';

export interface TieProblem {
  readonly path: readonly (string | number)[];
  /** What is wanted. */
  readonly message: string;
  readonly input: unknown;
}

type Complain = (path: readonly (string | number)[], message: string, input: unknown) => void;

/** Clashes of built addresses shown [A]: two hundred say what one hundred do. */
const MAX_CLASHES = 100;

const isAccount = (account: unknown): account is AddressedAccount =>
  typeof (account as AddressedAccount | null)?.address === 'string';

const faultText: Readonly<Record<ExpansionFault['kind'], string>> = {
  loop: 'an alias that does not contain itself',
  depth: 'aliases within aliases at most 100 deep',
  count: 'an alias with at most 10000 addresses behind it',
  nobody: 'an account, an alias, or an address of another server',
};

function tieNames(domains: readonly DomainSettings[], complain: Complain): void {
  const seen = new Set<string>();
  domains.forEach((domain, index) => {
    namesOf(domain).forEach((name, place) => {
      const path = place === 0 ? ['domains', index, 'name'] : ['domains', index, 'additionalDomains', place - 1];
      if (seen.has(name)) complain(path, 'a name that no other domain has', name);
      seen.add(name);
    });
  });
}

function tieAccounts(accounts: readonly unknown[], book: DomainAddresses, complain: Complain): void {
  const names = [...book.byName.keys()].slice(0, 5).join(', ');
  const seen = new Set<string>();
  accounts.forEach((account, index) => {
    if (!isAccount(account)) return;
    const path = ['accounts', index];
    const key = addressKey(account.address);
    if (seen.has(key)) complain([...path, 'address'], 'an address that no other account has', key);
    seen.add(key);
    [account.address, ...(Array.isArray(account.addresses) ? account.addresses : [])].forEach((address, place) => {
      const at = place === 0 ? [...path, 'address'] : [...path, 'addresses', place - 1];
      if (!book.byName.has(splitAddress(addressKey(String(address))).domain))
        complain(at, `an address in one of the domains (${names})`, address);
    });
  });
  const places = new Map(
    accounts.map((account, index) => [isAccount(account) ? addressKey(account.address) : '', index]),
  );
  let shown = 0;
  for (const [address, [one, other]] of book.own.clashes) {
    // The same login twice was told above.
    if (one === other || shown >= MAX_CLASHES) continue;
    shown += 1;
    const wanted = `the address ${address}, which ${one} would have too, in the \`addresses\` of one of them`;
    complain(['accounts', places.get(other) ?? 0, 'address'], wanted, other);
  }
  if (book.own.tooMany) complain(['domains'], `at most ${MAX_ADDRESSES} addresses in all domains together`, undefined);
}

function tieAliases(domain: DomainSettings, index: number, book: DomainAddresses, complain: Complain): void {
  const seen = new Set<string>();
  domain.aliases.forEach(({ name, members }, place) => {
    const path = ['domains', index, 'aliases', place];
    const key = book.keyOf(memberAddress(name, domain));
    const account = book.own.accountOf.get(key);
    if (seen.has(key)) complain([...path, 'name'], 'a name that no other alias of the domain has', name);
    else if (account !== undefined) complain([...path, 'name'], `a name that no account has (${account} has it)`, name);
    else
      for (const { kind, at } of book.expand(
        key,
        members.map((member) => book.keyOf(memberAddress(member, domain))),
      ).faults) {
        const member = members.findIndex((one) => book.keyOf(memberAddress(one, domain)) === at);
        // A member of a member is told where it is written.
        if (kind === 'nobody' && member === -1) continue;
        complain(member === -1 ? path : [...path, 'members', member], faultText[kind], at);
      }
    seen.add(key);
  });
}

function tieDomain(domain: DomainSettings, index: number, book: DomainAddresses, complain: Complain): void {
  const at = (...rest: (string | number)[]): (string | number)[] => ['domains', index, ...rest];
  const known = (name: string): 'ours' | 'elsewhere' | 'nobody' => {
    const { kind } = book.find(book.keyOf(memberAddress(name, domain)));
    return kind === 'account' || kind === 'alias' ? 'ours' : kind;
  };
  tieAliases(domain, index, book, complain);
  const { catchAll, members, autoBcc } = domain;
  if (catchAll !== null && known(catchAll) !== 'ours')
    complain(at('catchAll'), 'an account or an alias of ours', catchAll);
  autoBcc.forEach(({ to }, place) => {
    if (known(to) === 'nobody') complain(at('autoBcc', place, 'to'), faultText.nobody, to);
  });
  members.forEach((login, place) => {
    if (book.own.accountOf.get(book.keyOf(login)) === undefined)
      complain(at('members', place), 'the address of an account', login);
  });
}

/** @param value a configuration of which any part may be missing or wrong */
export function tieDomains(value: unknown): TieProblem[] {
  const { accounts, domains, relay, externalPostmasters } = (value ?? {}) as Record<string, unknown>;
  const problems: TieProblem[] = [];
  const complain: Complain = (path, message, input) => void problems.push({ path, message, input });
  if (!Array.isArray(accounts) || !Array.isArray(domains)) return problems;
  // A domain that is wrong in itself is told elsewhere; without it every look-up would go astray.
  if (!domains.every(isDomainSettings)) return problems;
  const postmasters = Array.isArray(externalPostmasters)
    ? externalPostmasters.filter((one) => typeof one === 'string')
    : [];
  const book = domainAddresses({
    accounts: accounts.filter(isAccount),
    domains,
    externalPostmasters: postmasters,
  });
  tieNames(domains, complain);
  tieAccounts(accounts, book, complain);
  for (const [index, domain] of domains.entries()) tieDomain(domain, index, book, complain);
  postmasters.forEach((address, index) => {
    if (book.find(book.keyOf(address)).kind === 'nobody' || book.expand('', [book.keyOf(address)]).faults.length > 0)
      complain(['externalPostmasters', index], faultText.nobody, address);
  });
  const inbound = (relay as { inboundDomains?: unknown } | undefined)?.inboundDomains;
  if (Array.isArray(inbound))
    inbound.forEach((entry, index) => {
      const domain = (entry as { domain?: unknown } | null)?.domain;
      if (typeof domain === 'string' && book.byName.has(domain))
        complain(['relay', 'inboundDomains', index, 'domain'], 'a domain that is not our own', domain);
    });
  return problems;
}
