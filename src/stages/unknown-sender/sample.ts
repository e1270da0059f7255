// The model's eyes on the second half of row 7.6.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleUnknownSender: Sample<OptionsOf<'unknownSender'>, EvidenceOf<'unknownSender'>> = ({
  mail,
  random,
  profile,
}) => ({ records: random.uniform() < profile.sender[mail.kind].unknownDomain ? 'none' : 'found' });
