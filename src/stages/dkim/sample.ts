// The model's eyes on row 9.12: one signature or none, its result by the shares of the mail's kind; what is left of 1 is unsigned.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

const DRAWN = ['pass', 'fail', 'permerror', 'temperror'] as const;

export const sampleDkim: Sample<OptionsOf<'dkim'>, EvidenceOf<'dkim'>> = ({ mail, random, profile }) => {
  const shares = profile.dkim.results[mail.kind];
  let left = random.uniform();
  // Drawn in every case, so that one mail's result does not shift the next one's.
  const short = random.uniform() < profile.dkim.shortKey;
  for (const result of DRAWN) {
    left -= shares[result];
    if (left >= 0) continue;
    const keyBits = result === 'temperror' || result === 'permerror' ? null : short ? 1024 : 2048;
    const signature = { domain: 'sampled', selector: 'sampled', algorithm: 'rsa-sha256', aligned: true } as const;
    return { whitelisted: false, signatures: [{ ...signature, result, keyBits, limited: false }], unexamined: 0 };
  }
  return { whitelisted: false, signatures: [], unexamined: 0 };
};
