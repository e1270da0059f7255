// The engine's eyes on row 9.7: every list is asked at once, each with the same time to answer.
import { dnsListName, inSubnet } from '../../core/ip.ts';
import { within } from '../../engine/dns/within.ts';
import type { Observe } from '../../pipeline/observation.ts';
import type { DnsAnswer } from '../../pipeline/resolver.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

const LATE: DnsAnswer = { kind: 'failed', why: 'late' };

/**
 * What an answer says. Lists answer within 127.0.0.0/8 (RFC 5782 section 2.1): anything else comes from a zone that has lapsed or a
 * resolver that lies. Spamhaus answers 127.255.255.0/24 to a query it refuses, which names nobody.
 */
export function readAnswer(answer: DnsAnswer): 'listed' | 'not listed' | 'unanswered' {
  if (answer.kind === 'none') return 'not listed';
  if (answer.kind === 'failed') return 'unanswered';
  const names = answer.values.some((value) => inSubnet(value, '127.0.0.0/8') && !inSubnet(value, '127.255.255.0/24'));
  return names ? 'listed' : 'unanswered';
}

export const observeDnsbl: Observe<OptionsOf<'dnsbl'>, EvidenceOf<'dnsbl'>> = async (
  { clientAddress },
  { servers, timeoutSeconds },
  { resolver },
) => {
  const findings = await Promise.all(
    servers.map(async ({ zone }) => {
      const name = dnsListName(clientAddress, zone);
      const answer = name === null ? LATE : await within(resolver.lookup(name, 'A'), timeoutSeconds, LATE);
      return { zone, says: readAnswer(answer) };
    }),
  );
  const zones = (wanted: string) => findings.flatMap(({ zone, says }) => (says === wanted ? [zone] : []));
  return { listedOn: zones('listed'), unanswered: zones('unanswered') };
};
