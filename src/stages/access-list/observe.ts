// The engine's eyes on row 7.5: which rules match. Rules on the client's address are matched once a session, the others once a recipient.
import type { Observe, Subject } from '../../pipeline/observation.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { once } from '../observe/once.ts';
import { ruleMatches } from './match.ts';
import type { AccessRule } from './stage.ts';

const isOnClient = ({ type }: AccessRule): boolean => type === 'ip' || type === 'subnet';

/** Rules on the client that match, of both lists. */
const clientMatches = (subject: Subject, options: OptionsOf<'accessList'>): Promise<ReadonlySet<AccessRule>> =>
  once(subject, 'accessList.client', async () => {
    const client = { clientAddress: subject.clientAddress, sender: null, recipient: null };
    const rules: readonly AccessRule[] = [...options.whitelist, ...options.blacklist];
    return new Set(rules.filter((rule) => isOnClient(rule) && ruleMatches(rule, client)));
  });

export const observeAccessList: Observe<OptionsOf<'accessList'>, EvidenceOf<'accessList'>> = async (
  subject,
  options,
) => {
  const onClient = await clientMatches(subject, options);
  const matches = (rule: AccessRule) => (isOnClient(rule) ? onClient.has(rule) : ruleMatches(rule, subject));
  return {
    known: subject.phase === 'connect' ? 'client' : 'envelope',
    white: options.whitelist.filter(matches).map(({ type }) => type),
    black: options.blacklist.filter(matches).map(({ action }) => action),
  };
};
