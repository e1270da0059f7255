// The model's eyes on the non-existent recipients of row 7.8: the same counts as the engine's, fed by the simulated sources.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleUnknownRecipients: Sample<OptionsOf<'unknownRecipients'>, EvidenceOf<'unknownRecipients'>> = ({
  mail,
  now,
  unknownRecipients,
}) => ({ unknownToday: unknownRecipients.today(mail.source, now) });
