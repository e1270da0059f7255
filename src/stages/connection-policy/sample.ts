// The model's eyes on row 7.7: the same counters as the engine's, fed by the simulated sources.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleConnectionPolicy: Sample<OptionsOf<'connectionPolicy'>, EvidenceOf<'connectionPolicy'>> = ({
  mail,
  now,
  rates,
}) => rates.counts(mail.source, now);
