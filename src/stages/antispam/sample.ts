// The model's eyes on rows 9.1 to 9.6: the score is normal, by kind of mail. Filters and the auto-whitelist are not drawn [A]: they
// move single mails, not the load.
import type { Sample } from '../../pipeline/sampling.ts';
import { standardNormal } from '../../stats/distributions/normal.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleAntispam: Sample<OptionsOf<'antispam'>, EvidenceOf<'antispam'>> = ({ mail, random, profile }) => {
  const { mean, standardDeviation } = profile.spamScore[mail.kind];
  return {
    score: mean + standardDeviation * standardNormal(random),
    learned: 0,
    scoredBy: 'plimsoll',
    rules: [],
    notes: [],
    keywords: [],
    addressFilter: null,
    attachment: null,
    wroteTo: false,
  };
};
