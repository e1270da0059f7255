// The engine's eyes on row 9.11: SPF (RFC 7208) by mailauth over the engine's resolver.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { checkSpf } from './observe/check-spf.ts';

export const observeSpf: Observe<OptionsOf<'spf'>, EvidenceOf<'spf'>> = async (subject, { timeoutSeconds }, ports) => {
  const { result } = await checkSpf(subject, timeoutSeconds, ports);
  return { result };
};
