// Does the world find this server? MX of every domain, the address of the host name, and the way back (row 2.1).
import { namesOf } from '../../config/domains.ts';
import type { ServerConfiguration } from '../../config/schema.ts';
import type { DnsAnswer, Resolver } from '../../pipeline/resolver.ts';
import { reverseName } from '../dns/reverse-name.ts';
import { type Finding, fail, ok, warn } from './check.ts';

const same = (a: string, b: string): boolean =>
  a.toLowerCase().replace(/\.$/, '') === b.toLowerCase().replace(/\.$/, '');

const noAnswer = (name: string, answer: DnsAnswer): Finding | null =>
  answer.kind === 'failed'
    ? warn(name, '2.1', `DNS did not answer (${answer.why})`, 'Check the name servers in `dns.servers`.')
    : null;

async function mxFinding(domain: string, hostname: string, resolver: Resolver): Promise<Finding> {
  const name = `MX of ${domain}`;
  const answer = await resolver.lookup(domain, 'MX');
  if (answer.kind !== 'found') {
    const hint = `Publish: ${domain}. MX 10 ${hostname}.`;
    return noAnswer(name, answer) ?? fail(name, '2.1', 'no MX record: nobody can send mail here', hint);
  }
  const hosts = answer.values.map((value) => value.split(' ').at(-1) ?? '');
  if (hosts.some((host) => same(host, hostname))) return ok(name, '2.1', answer.values.join(', '));
  return warn(
    name,
    '2.1',
    `names ${hosts.join(', ')}, not ${hostname}`,
    'Right if another server takes the mail first.',
  );
}

async function addressFindings(hostname: string, resolver: Resolver): Promise<Finding[]> {
  const name = `address of ${hostname}`;
  const [a, aaaa] = await Promise.all([resolver.lookup(hostname, 'A'), resolver.lookup(hostname, 'AAAA')]);
  const addresses = [a, aaaa].flatMap((answer) => (answer.kind === 'found' ? answer.values : []));
  if (addresses.length === 0) {
    const missing = fail(name, '2.1', 'no A or AAAA record', `Publish the address of this server under ${hostname}.`);
    return [noAnswer(name, a) ?? missing];
  }
  const back = await Promise.all(
    addresses.map(async (address): Promise<Finding> => {
      const of = `reverse of ${address}`;
      const answer = await resolver.lookup(reverseName(address) ?? '', 'PTR');
      if (answer.kind === 'found' && answer.values.some((value) => same(value, hostname)))
        return ok(of, '2.1', hostname);
      const found = answer.kind === 'found' ? `names ${answer.values.join(', ')}` : 'no PTR record';
      const hint = `Ask your provider to set the PTR record to ${hostname}: many servers refuse mail without it.`;
      return noAnswer(of, answer) ?? warn(of, '2.1', found, hint);
    }),
  );
  return [ok(name, '2.1', addresses.join(', ')), ...back];
}

/** Checks the DNS records that a mail server needs. Failing look-ups are findings, not errors. */
export async function dnsFindings({ hostname, domains }: ServerConfiguration, resolver: Resolver): Promise<Finding[]> {
  const names = domains.flatMap(namesOf).slice(0, 50);
  const mx = await Promise.all(names.map((domain) => mxFinding(domain, hostname, resolver)));
  return [...mx, ...(await addressFindings(hostname, resolver))];
}
