// The model's eyes on row 9.9: a large mail is not scanned, a virus is found and a part cannot be opened by the workload's shares.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleAntivirus: Sample<OptionsOf<'antivirus'>, EvidenceOf<'antivirus'>> = (
  { mail, random, profile },
  { maxScanBytes },
) => {
  // Drawn in every case, so that the limit does not shift the draws of later mails.
  const found = random.uniform() < profile.virusFound[mail.kind];
  const closed = random.uniform() < profile.unscannable[mail.kind];
  if (mail.sizeBytes > maxScanBytes) return { outcome: 'tooLarge', virus: null, engine: null };
  if (found) return { outcome: 'infected', virus: 'sampled', engine: 'sampled' };
  return { outcome: closed ? 'unscannable' : 'clean', virus: null, engine: 'sampled' };
};
