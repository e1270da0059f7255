// The engine's eyes on rows 9.1 and 9.3 to 9.5.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { messageOf } from '../observe/received-message.ts';
import { matchedAddressFilter } from './observe/address-filter.ts';
import { matchedAttachment } from './observe/attachment-filter.ts';

/** Kept of what the scorer tells, at most. */
const MAX_RULES = 1000;
const MAX_NOTES = 20;

export const observeAntispam: Observe<OptionsOf<'antispam'>, EvidenceOf<'antispam'>> = async (
  subject,
  { addressFilters, attachmentFilters },
  { scorer, correspondents },
) => {
  const message = messageOf(subject);
  const sender = subject.sender ?? '';
  const matched = matchedAddressFilter(addressFilters, message, { sender, recipients: subject.recipients ?? [] });
  const attachment = matchedAttachment(attachmentFilters, message);
  const {
    score,
    rules,
    learned = 0,
    scoredBy = 'plimsoll',
    keywords = [],
    notes = [],
  } = await scorer.score(message, subject);
  return {
    score,
    learned,
    scoredBy,
    rules: rules.slice(0, MAX_RULES),
    notes: notes.slice(0, MAX_NOTES).map((note) => note.slice(0, 300)),
    keywords: keywords.map(({ group, keyword }) => ({ group, keyword })),
    addressFilter: matched && { sender: matched.sender, recipient: matched.recipient },
    attachment,
    wroteTo: correspondents.wroteTo(sender),
  };
};
