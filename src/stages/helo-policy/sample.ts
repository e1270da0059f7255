// The model's eyes on the HELO rules of row 7.8.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleHeloPolicy: Sample<OptionsOf<'heloPolicy'>, EvidenceOf<'heloPolicy'>> = (
  { mail, random, profile },
  { requireKnown },
) => {
  const { notFqdn, unknown } = profile.helo[mail.kind];
  const name = random.uniform() < notFqdn ? 'notFqdn' : 'fqdn';
  const records = random.uniform() < unknown ? 'none' : 'found';
  return { name, records: requireKnown ? records : 'notAsked' };
};
