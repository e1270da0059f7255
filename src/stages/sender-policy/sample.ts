// The model's eyes on the first half of row 7.6.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleSenderPolicy: Sample<OptionsOf<'senderPolicy'>, EvidenceOf<'senderPolicy'>> = ({
  mail,
  random,
  profile,
}) => ({ sender: random.uniform() < profile.sender[mail.kind].notFqdn ? 'notFqdn' : 'fqdn' });
