// The model's eyes on row 9.1: the score is normal, by kind of mail.
import type { Sample } from '../../pipeline/sampling.ts';
import { standardNormal } from '../../stats/distributions/normal.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleAntispam: Sample<OptionsOf<'antispam'>, EvidenceOf<'antispam'>> = ({ mail, random, profile }) => {
  const { mean, standardDeviation } = profile.spamScore[mail.kind];
  return { score: mean + standardDeviation * standardNormal(random) };
};
