// Kinds of mail and what becomes of it, in the words of a customer.
import type { Fate } from '../../src/model/fate.ts';
import type { MailKind } from '../../src/pipeline/sampling.ts';

export const KIND_TITLES: Readonly<Record<MailKind, string>> = {
  ham: 'Wanted',
  bulk: 'Bulk',
  spam: 'Spam',
  virus: 'Viruses',
};

export const FATE_TITLES: Readonly<Record<Fate, string>> = {
  delivered: 'In the inbox',
  junk: 'In Junk',
  quarantined: 'In quarantine',
  discarded: 'Dropped',
  rejected: 'Refused',
  gaveUp: 'Sender gave up',
  underWay: 'Still under way',
};
