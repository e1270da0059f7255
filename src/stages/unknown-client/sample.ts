// The model's eyes on the unknown-client rule of row 7.7.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleUnknownClient: Sample<OptionsOf<'unknownClient'>, EvidenceOf<'unknownClient'>> = ({
  mail,
  random,
  profile,
}) => ({ hostname: random.uniform() < profile.unknownClient[mail.kind] ? 'unknown' : 'verified' });
