// The engine's eyes on row 9.9. A scanner that breaks is a finding of its own, since it must not take the session down.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { messageOf } from '../observe/received-message.ts';

export const observeAntivirus: Observe<OptionsOf<'antivirus'>, EvidenceOf<'antivirus'>> = async (
  subject,
  { maxScanBytes },
  { scanner },
) => {
  const message = messageOf(subject);
  if (message.byteLength > maxScanBytes) return { outcome: 'tooLarge', virus: null };
  try {
    const result = await scanner.scan(message);
    return { outcome: result.kind, virus: result.kind === 'infected' ? result.virus : null };
  } catch {
    return { outcome: 'failed', virus: null };
  }
};
