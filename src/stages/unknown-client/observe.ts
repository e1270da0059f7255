// The engine's eyes on the unknown-client rule of row 7.7.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { verifiedNames } from './observe/verified-names.ts';

export const observeUnknownClient: Observe<OptionsOf<'unknownClient'>, EvidenceOf<'unknownClient'>> = async (
  subject,
  _options,
  { resolver },
) => ({ hostname: (await verifiedNames(subject, resolver)).hostname });
