// The engine's eyes on the HELO rules of row 7.8. DNS is asked once for the name of a session.
import type { Observe, Subject } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { isFqdn } from '../observe/is-fqdn.ts';
import { mailRecords } from '../observe/mail-records.ts';
import { onceFor } from '../observe/once.ts';

type Evidence = EvidenceOf<'heloPolicy'>;

const nameOf = ({ helo }: Subject): Evidence['name'] =>
  helo.startsWith('[') ? 'literal' : isFqdn(helo) ? 'fqdn' : 'notFqdn';

export const observeHeloPolicy: Observe<OptionsOf<'heloPolicy'>, Evidence> = async (
  subject,
  { requireKnown },
  { resolver },
) => {
  const name = nameOf(subject);
  if (!requireKnown || name === 'literal') return { name, records: 'notAsked' };
  const found = await onceFor(subject, 'heloPolicy.records', subject.helo, () => mailRecords(subject.helo, resolver));
  // An MX record of any kind is a record: whether mail can go there is not asked here.
  return { name, records: found === 'nullMx' || found === 'badMx' ? 'found' : found };
};
