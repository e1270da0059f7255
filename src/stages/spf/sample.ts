// The model's eyes on row 9.11: one result by the shares of the mail's kind; what is left of 1 has no record.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

const DRAWN = ['pass', 'fail', 'softfail', 'neutral', 'temperror'] as const;

export const sampleSpf: Sample<OptionsOf<'spf'>, EvidenceOf<'spf'>> = ({ mail, random, profile }) => {
  let left = random.uniform();
  for (const result of DRAWN) {
    left -= profile.spf[mail.kind][result];
    if (left < 0) return { result };
  }
  return { result: 'none' };
};
