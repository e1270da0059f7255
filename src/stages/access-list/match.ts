// Which rules of the lists match what is known of a session. Pure facts: what follows from a match is decided in stage.ts.
import { canonicalAddress, inSubnet } from '../../core/ip.ts';
import type { AccessRule } from './stage.ts';

/** What a rule may look at; null where the session has not come to it yet. */
export interface Envelope {
  readonly clientAddress: string;
  readonly sender: string | null;
  readonly recipient: string | null;
}

/** Glob match without regular expressions: `*` is any text, case does not count. Linear in pattern × text at worst. */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const subject = text.toLowerCase();
  const first = parts[0] ?? '';
  const last = parts[parts.length - 1] ?? '';
  if (parts.length === 1) return subject === first;
  if (!subject.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = subject.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return subject.length - last.length >= at && subject.endsWith(last);
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** True when a rule that is switched on matches. A rule on something not yet known does not match. */
export function ruleMatches(rule: AccessRule, { clientAddress, sender, recipient }: Envelope): boolean {
  if (!rule.enabled) return false;
  switch (rule.type) {
    case 'ip':
      return canonicalAddress(rule.match) === canonicalAddress(clientAddress);
    case 'subnet':
      return inSubnet(clientAddress, rule.match);
    case 'sender':
      return sender !== null && matchesPattern(rule.match, sender);
    case 'recipient':
      return recipient !== null && matchesPattern(rule.match, recipient);
    case 'domain':
      return sender?.includes('@') === true && matchesPattern(rule.match, domainOf(sender));
  }
}
