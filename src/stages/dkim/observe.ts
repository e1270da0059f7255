// The engine's eyes on row 9.12.
import { authorDomains } from '../../engine/dkim/author-domains.ts';
import { isListed } from '../../engine/dkim/is-listed.ts';
import { isAligned } from '../../engine/dkim/organisational-domain.ts';
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { messageOf } from '../observe/received-message.ts';
import { signaturesOf } from './observe/signatures-of.ts';

export const observeDkim: Observe<OptionsOf<'dkim'>, EvidenceOf<'dkim'>> = async (
  subject,
  { whitelist, timeoutSeconds },
  ports,
) => {
  if (isListed(subject.clientAddress, whitelist)) return { whitelisted: true, signatures: [], unexamined: 0 };
  const { fields, signatures, unexamined } = await signaturesOf(messageOf(subject), timeoutSeconds, ports);
  const authors = authorDomains(fields);
  const domains = authors.kind === 'known' ? authors.domains : [];
  return {
    whitelisted: false,
    signatures: signatures.map((one) => ({
      ...one,
      aligned: domains.some((domain) => isAligned(domain, one.domain, false)),
    })),
    unexamined,
  };
};
