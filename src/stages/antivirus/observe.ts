// The engine's eyes on row 9.9. A scanner that breaks is a finding of its own, since it must not take the session down.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { messageOf } from '../observe/received-message.ts';

const MAX_NAME = 200;
/** Names come from databases and other programs: one line of plain text, whatever they send. */
const safeName = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_NAME);

export const observeAntivirus: Observe<OptionsOf<'antivirus'>, EvidenceOf<'antivirus'>> = async (
  subject,
  { maxScanBytes },
  { scanner },
) => {
  const message = messageOf(subject);
  if (message.byteLength > maxScanBytes) return { outcome: 'tooLarge', virus: null, engine: null };
  try {
    const result = await scanner.scan(message);
    const virus = result.kind === 'infected' ? safeName(result.virus) : null;
    return { outcome: result.kind, virus, engine: result.engine ?? null };
  } catch {
    return { outcome: 'failed', virus: null, engine: null };
  }
};
