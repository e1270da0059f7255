// The model's eyes on row 9.8: the same table as the engine's, in simulated time. Sources with an entry of their own are not drawn [A].
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleGreylist: Sample<OptionsOf<'greylist'>, EvidenceOf<'greylist'>> = ({ mail, now, greylist }) => ({
  matchedSource: null,
  ageSeconds: greylist.visit(mail.triplet, now),
});
