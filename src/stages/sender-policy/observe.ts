// The engine's eyes on the first half of row 7.6.
import type { Observe } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { isFqdn } from '../observe/is-fqdn.ts';

export const observeSenderPolicy: Observe<OptionsOf<'senderPolicy'>, EvidenceOf<'senderPolicy'>> = async ({
  sender,
}) => {
  if (!sender) return { sender: 'null' };
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  if (domain.startsWith('[')) return { sender: 'literal' };
  return { sender: isFqdn(domain) ? 'fqdn' : 'notFqdn' };
};
