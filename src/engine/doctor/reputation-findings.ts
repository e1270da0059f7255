// Will other servers believe our mail? SPF, DKIM and DMARC of our own domains, and blocking lists (row 2.5).
import { namesOf } from '../../config/domains.ts';
import type { ServerConfiguration } from '../../config/schema.ts';
import { dnsListName } from '../../core/ip.ts';
import type { Resolver } from '../../pipeline/resolver.ts';
import { findDmarcRecord } from '../../stages/dmarc/observe/dmarc-record.ts';
import { readAnswer } from '../../stages/dnsbl/observe.ts';
import { checkSpf } from '../../stages/spf/observe/check-spf.ts';
import { keyPlaces, readKey } from '../dkim/key-store.ts';
import { publishedKeyFinding } from '../dkim/published-key.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { type Finding, fail, ok, warn } from './check.ts';

const ROW = '2.5';
const SECONDS = 20;
const MAX_DOMAINS = 50;
const CHECK_DNS = 'Check the name servers in `dns.servers`.';

/** Addresses under which the world knows this server. */
async function ownAddresses(hostname: string, resolver: Resolver): Promise<string[]> {
  const answers = await Promise.all([resolver.lookup(hostname, 'A'), resolver.lookup(hostname, 'AAAA')]);
  return answers.flatMap((answer) => (answer.kind === 'found' ? answer.values : []));
}

async function spfFinding(
  domain: string,
  addresses: readonly string[],
  hostname: string,
  resolver: Resolver,
): Promise<Finding> {
  const name = `SPF of ${domain}`;
  const answer = await resolver.lookup(domain, 'TXT');
  if (answer.kind === 'failed') return warn(name, ROW, `DNS did not answer (${answer.why})`, CHECK_DNS);
  const records = (answer.kind === 'found' ? answer.values : []).filter((text) => /^v=spf1( |$)/i.test(text));
  const [record] = records;
  if (record === undefined) return warn(name, ROW, 'no record', `Publish: ${domain}. TXT "v=spf1 mx -all"`);
  if (records.length > 1) return fail(name, ROW, `${records.length} records where one may be`, 'Leave one of them.');
  for (const clientAddress of addresses) {
    const subject = { clientAddress, helo: hostname, sender: `postmaster@${domain}`, memo: new Map() };
    const { result } = await checkSpf(subject, SECONDS, { resolver, hostname });
    if (result !== 'pass')
      return warn(name, ROW, `says ${result} for ${clientAddress}: ${record}`, 'Name this server in it, e.g. by `mx`.');
  }
  return ok(name, ROW, record);
}

async function dmarcFinding(domain: string, resolver: Resolver): Promise<Finding> {
  const name = `DMARC of ${domain}`;
  const record = await findDmarcRecord(domain, resolver);
  if (record === 'failed') return warn(name, ROW, 'DNS did not answer', CHECK_DNS);
  if (record === null)
    return warn(
      name,
      ROW,
      'no record',
      `Publish: _dmarc.${domain}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@${domain}"`,
    );
  return ok(name, ROW, `policy ${record.policy} for ${record.percent} % of the mail`);
}

async function dkimFindings(
  { dkim, storage }: ServerConfiguration,
  resolver: Resolver,
  fs: Pick<FileSystem, 'read'>,
): Promise<Finding[]> {
  return Promise.all(
    keyPlaces(dkim, storage.folder).map(async (place) =>
      publishedKeyFinding(place, await readKey(fs, place), resolver),
    ),
  );
}

async function listFindings(
  { stages: { dnsbl } }: ServerConfiguration,
  addresses: readonly string[],
  resolver: Resolver,
): Promise<Finding[]> {
  const zones = dnsbl.servers.filter(({ score }) => score > 0).map(({ zone }) => zone);
  const asked = addresses.flatMap((address) => zones.map((zone) => ({ address, zone })));
  return Promise.all(
    asked.map(async ({ address, zone }) => {
      const name = `${address} on ${zone}`;
      const query = dnsListName(address, zone);
      const says = query === null ? 'unanswered' : readAnswer(await resolver.lookup(query, 'A'));
      if (says === 'listed')
        return fail(name, ROW, 'listed: others will refuse our mail', 'Ask the list to remove it.');
      return says === 'not listed' ? ok(name, ROW, says) : warn(name, ROW, 'the list did not answer', CHECK_DNS);
    }),
  );
}

/** Failing look-ups are findings, not errors. @throws InputError for a DKIM key that cannot be used */
export async function reputationFindings(
  configuration: ServerConfiguration,
  resolver: Resolver,
  fs: Pick<FileSystem, 'read'>,
): Promise<Finding[]> {
  const { hostname, domains } = configuration;
  const names = domains.flatMap(namesOf).slice(0, MAX_DOMAINS);
  const addresses = await ownAddresses(hostname, resolver);
  const found = await Promise.all([
    ...names.map(async (domain) => [
      await spfFinding(domain, addresses, hostname, resolver),
      await dmarcFinding(domain, resolver),
    ]),
    dkimFindings(configuration, resolver, fs),
    listFindings(configuration, addresses, resolver),
  ]);
  return found.flat();
}
