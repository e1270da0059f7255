// The model's eyes on row 9.13: whose policy a mail falls under and whether it passes, by the shares of its kind.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { DMARC_POLICIES } from './stage.ts';

export const sampleDmarc: Sample<OptionsOf<'dmarc'>, EvidenceOf<'dmarc'>> = ({ mail, random, profile }) => {
  const { policy: shares, fail } = profile.dmarc[mail.kind];
  let left = random.uniform();
  const failed = random.uniform() < fail;
  const fromDomain = 'sampled';
  for (const policy of DMARC_POLICIES) {
    left -= shares[policy];
    if (left >= 0) continue;
    // Which of the two proved it changes nothing in the model [A].
    return {
      fromDomain,
      policy,
      sampled: true,
      spfAligned: !failed,
      dkimAligned: !failed,
      result: failed ? 'fail' : 'pass',
    };
  }
  return { fromDomain, policy: null, sampled: true, spfAligned: false, dkimAligned: false, result: 'none' };
};
