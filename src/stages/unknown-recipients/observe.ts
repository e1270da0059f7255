// The engine's eyes on the non-existent recipients of row 7.8. The session counts them; this only reads.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const observeUnknownRecipients: Observe<
  OptionsOf<'unknownRecipients'>,
  EvidenceOf<'unknownRecipients'>
> = async ({ clientAddress }, _options, { unknownRecipients, now }) => ({
  unknownToday: unknownRecipients.today(clientAddress, now()),
});
