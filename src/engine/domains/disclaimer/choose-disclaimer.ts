// Which disclaimer a message gets (row 8.9): from top to bottom, the first that fits. Pure.
import type { DomainSettings } from '../../../config/domains.ts';
import { matchesPattern } from '../../../stages/access-list/match.ts';

export type Disclaimer = DomainSettings['disclaimers'][number];

export interface DisclaimerQuestion {
  /** Of MAIL FROM. */
  readonly sender: string;
  /** Of RCPT TO. */
  readonly recipients: readonly string[];
  /** Every recipient is a user of this domain, hidden copies aside. */
  readonly internal: boolean;
}

type Rule = Disclaimer['rules'][number];

/** A message has one text for all its recipients: one recipient that matches is enough. */
const matches = ({ on, pattern }: Rule, { sender, recipients }: DisclaimerQuestion): boolean =>
  on === 'sender' ? matchesPattern(pattern, sender) : recipients.some((address) => matchesPattern(pattern, address));

/** Null: the message stays as it is. */
export function chooseDisclaimer<D extends Omit<Disclaimer, 'html' | 'text'>>(
  disclaimers: readonly D[],
  question: DisclaimerQuestion,
): D | null {
  const fits = ({ enabled, skipInternal, match, rules, exceptions }: D): boolean => {
    if (!enabled || (skipInternal && question.internal)) return false;
    if (exceptions.some((rule) => matches(rule, question))) return false;
    if (rules.length === 0) return true;
    return match === 'all'
      ? rules.every((rule) => matches(rule, question))
      : rules.some((rule) => matches(rule, question));
  };
  return disclaimers.find(fits) ?? null;
}
