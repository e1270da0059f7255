// The servers of a destination, in the order in which they are tried (RFC 5321 section 5.1, row 2.1). Asks DNS; opens nothing.
import { isAddress } from '../../core/ip.ts';
import type { RandomStream } from '../../core/random.ts';
import type { Resolver } from '../../pipeline/resolver.ts';
import { type Answer, answer } from '../queue/outcome.ts';
import type { NextHop } from './next-hop.ts';
import type { IsOwnAddress } from './own-addresses.ts';

export interface ServerAddress {
  readonly name: string;
  readonly address: string;
}

export type FoundServers =
  | { readonly kind: 'found'; readonly servers: readonly ServerAddress[] }
  | { readonly kind: 'none'; readonly answer: Answer };

export interface FindServersPorts {
  readonly resolver: Resolver;
  /** Spreads load over servers of one preference. */
  readonly random: RandomStream;
  readonly isOwnAddress: IsOwnAddress;
  /** Our name. */
  readonly hostname: string;
}

/** Addresses tried for one delivery: Postfix's smtp_mx_address_limit. */
export const MAX_ADDRESSES = 5;
/** Names of one preference that are looked up [A]. */
const MAX_NAMES = 20;

interface MxName {
  readonly preference: number;
  readonly name: string;
}

type Addresses =
  | { readonly kind: 'addresses'; readonly servers: readonly ServerAddress[] }
  | { readonly kind: 'failed'; readonly why: string };

const none = (status: string, text: string): FoundServers => ({ kind: 'none', answer: answer(status, text) });

function shuffled<T>(items: readonly T[], random: RandomStream): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.uniform() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

/** IPv6 and IPv4 by turns, so that a machine without one of them does not use up its tries (Postfix: smtp_balance_inet_protocols). */
function interleaved(v6: readonly string[], v4: readonly string[]): string[] {
  const length = Math.max(v6.length, v4.length);
  return Array.from({ length }, (_, index) => [v6[index], v4[index]])
    .flat()
    .filter((address) => address !== undefined);
}

async function addressesOf(name: string, { resolver, random }: FindServersPorts): Promise<Addresses> {
  if (isAddress(name)) return { kind: 'addresses', servers: [{ name, address: name }] };
  const [v6, v4] = await Promise.all([resolver.lookup(name, 'AAAA'), resolver.lookup(name, 'A')]);
  const values = (found: typeof v4): string[] =>
    found.kind === 'found' ? shuffled(found.values.filter(isAddress), random) : [];
  const servers = interleaved(values(v6), values(v4)).map((address) => ({ name, address }));
  const failure = [v4, v6].find(({ kind }) => kind === 'failed');
  if (servers.length === 0 && failure?.kind === 'failed') return { kind: 'failed', why: failure.why };
  return { kind: 'addresses', servers };
}

/** MX records by preference; what is no record of that form is left out. */
const parseMx = (values: readonly string[]): MxName[] =>
  values
    .flatMap((value) => {
      const [, preference, name = ''] = /^(\d{1,5}) +(\S{0,254})$/.exec(value) ?? [];
      return preference === undefined
        ? []
        : [{ preference: Number(preference), name: name.replace(/\.$/, '').toLowerCase() }];
    })
    .sort((a, b) => a.preference - b.preference);

const loops = (domain: string): FoundServers => none('5.4.6', `mail for ${domain} loops back to myself`);

/** The one server that a rule or the configuration names; its name has no MX. */
async function namedServer(host: string, port: number, ports: FindServersPorts): Promise<FoundServers> {
  const found = await addressesOf(host, ports);
  if (found.kind === 'failed') return none('4.4.3', `look-up of ${host} failed: ${found.why}`);
  if (found.servers.some(({ address }) => ports.isOwnAddress(address, port, true))) return loops(host);
  // The administrator will mend it; the sender cannot.
  if (found.servers.length === 0) return none('4.4.4', `relay host ${host} has no address`);
  return { kind: 'found', servers: found.servers.slice(0, MAX_ADDRESSES) };
}

async function mxServers(domain: string, port: number, ports: FindServersPorts): Promise<FoundServers> {
  const mx = await ports.resolver.lookup(domain, 'MX');
  if (mx.kind === 'failed') return none('4.4.3', `look-up of the MX of ${domain} failed: ${mx.why}`);
  const records = mx.kind === 'found' ? parseMx(mx.values) : [];
  const names = records.filter(({ name }) => name !== '');
  // RFC 7505 section 3: a single empty name says that there is no mail.
  if (records.length > 0 && names.length === 0) return none('5.1.10', `${domain} takes no mail (null MX)`);
  const implicit = names.length === 0;
  const all = implicit ? [{ preference: 0, name: domain }] : names;
  const servers: ServerAddress[] = [];
  let failure: string | null = null;
  for (const preference of new Set(all.map((record) => record.preference))) {
    const level = all.filter((record) => record.preference === preference).map(({ name }) => name);
    const found = await Promise.all(
      shuffled(level, ports.random)
        .slice(0, MAX_NAMES)
        .map((name) => addressesOf(name, ports)),
    );
    const addresses = found.flatMap((one) => (one.kind === 'addresses' ? one.servers : []));
    const isSelf =
      level.includes(ports.hostname.toLowerCase()) ||
      addresses.some(({ address }) => ports.isOwnAddress(address, port, false));
    // Section 5.1: who is an MX itself delivers only to those that are preferred to it.
    if (isSelf) return servers.length === 0 && failure === null ? loops(domain) : finish();
    for (const one of found) if (one.kind === 'failed') failure = one.why;
    servers.push(...addresses);
    if (servers.length >= MAX_ADDRESSES) break;
  }
  return finish();

  function finish(): FoundServers {
    if (servers.length > 0) return { kind: 'found', servers: servers.slice(0, MAX_ADDRESSES) };
    if (failure !== null) return none('4.4.3', `look-up of the servers of ${domain} failed: ${failure}`);
    if (implicit) return none('5.1.2', `${domain} has neither MX nor address`);
    return none('5.4.4', `no MX of ${domain} has an address`);
  }
}

/** @returns at most five addresses, or why there are none. */
export async function findServers(hop: NextHop, ports: FindServersPorts): Promise<FoundServers> {
  if (hop.kind === 'host') return namedServer(hop.host, hop.port, ports);
  const [, literal] = /^\[(?:ipv6:)?([0-9a-f.:]+)\]$/i.exec(hop.domain) ?? [];
  if (literal === undefined) return mxServers(hop.domain, hop.port, ports);
  if (!isAddress(literal)) return none('5.1.2', `${hop.domain} is no address`);
  if (ports.isOwnAddress(literal, hop.port, false)) return loops(hop.domain);
  return { kind: 'found', servers: [{ name: literal, address: literal }] };
}
