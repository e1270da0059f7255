// The model's eyes on row 9.7: each list answers, or not, and names the client by the profile's shares. Lists are independent [A].
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleDnsbl: Sample<OptionsOf<'dnsbl'>, EvidenceOf<'dnsbl'>> = (
  { mail, random, profile },
  { servers },
) => {
  const listedOn: string[] = [];
  const unanswered: string[] = [];
  for (const { zone, score } of servers) {
    const named = (score < 0 ? profile.dnsbl.allowed : profile.dnsbl.listed)[mail.kind];
    if (random.uniform() < profile.dnsbl.unanswered) unanswered.push(zone);
    else if (random.uniform() < named) listedOn.push(zone);
  }
  return { listedOn, unanswered };
};
