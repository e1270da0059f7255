// The engine's eyes on row 9.1.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { messageOf } from '../observe/received-message.ts';

export const observeAntispam: Observe<OptionsOf<'antispam'>, EvidenceOf<'antispam'>> = async (
  subject,
  _options,
  { scorer },
) => ({ score: (await scorer.score(messageOf(subject), subject)).score });
