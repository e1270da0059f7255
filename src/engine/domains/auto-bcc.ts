// Which addresses get a copy of a message that nobody sees in it (row 8.7). Pure.
import { memberAddress } from '../../config/domain-addresses.ts';
import type { AutoBccRule, DomainSettings } from '../../config/domains.ts';

export interface BccEnvelope {
  /** Of MAIL FROM; empty for the null sender. */
  readonly sender: string;
  /** Of RCPT TO. */
  readonly recipients: readonly string[];
}

const contains = (address: string, text: string): boolean => address.toLowerCase().includes(text.toLowerCase());

const applies = ({ match, contains: text }: AutoBccRule, { sender, recipients }: BccEnvelope): boolean => {
  if (match === 'all') return true;
  return match === 'from' ? contains(sender, text) : recipients.some((recipient) => contains(recipient, text));
};

/**
 * The addresses of all rules that apply, each once.
 * @param concerned the domains of the sender and of the recipients, as far as they are ours: a domain's rules see its own mail only
 */
export function bccAddresses(concerned: readonly DomainSettings[], envelope: BccEnvelope): string[] {
  const found = new Set<string>();
  for (const domain of concerned)
    for (const rule of domain.autoBcc) if (applies(rule, envelope)) found.add(memberAddress(rule.to, domain));
  return [...found];
}
