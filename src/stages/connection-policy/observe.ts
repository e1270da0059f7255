// The engine's eyes on row 7.7. The session counts (connected, closed, message); this only reads.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const observeConnectionPolicy: Observe<OptionsOf<'connectionPolicy'>, EvidenceOf<'connectionPolicy'>> = async (
  { clientAddress },
  _options,
  { rates, now },
) => rates.counts(clientAddress, now());
