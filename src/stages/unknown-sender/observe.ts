// The engine's eyes on the second half of row 7.6. DNS is asked once for a sender.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { mailRecords } from '../observe/mail-records.ts';
import { onceFor } from '../observe/once.ts';

export const observeUnknownSender: Observe<OptionsOf<'unknownSender'>, EvidenceOf<'unknownSender'>> = async (
  subject,
  _options,
  { resolver, isOurs },
) => {
  const { sender } = subject;
  if (!sender || isOurs(sender)) return { records: 'notAsked' };
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  if (domain.startsWith('[')) return { records: 'notAsked' };
  return { records: await onceFor(subject, 'unknownSender.records', domain, () => mailRecords(domain, resolver)) };
};
