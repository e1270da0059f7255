// The model's eyes on row 9.9: a large mail is not scanned, a virus is found by the scanner's share.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleAntivirus: Sample<OptionsOf<'antivirus'>, EvidenceOf<'antivirus'>> = (
  { mail, random, profile },
  { maxScanBytes },
) => {
  // Drawn in every case, so that the limit does not shift the draws of later mails.
  const found = random.uniform() < profile.virusFound[mail.kind];
  if (mail.sizeBytes > maxScanBytes) return { outcome: 'tooLarge', virus: null };
  return found ? { outcome: 'infected', virus: 'sampled' } : { outcome: 'clean', virus: null };
};
