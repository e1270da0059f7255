// Settings that are allowed, and still worth a second look.
import type { ServerConfiguration } from '../../config/schema.ts';
import { type Finding, ok, warn } from './check.ts';

/** Advice on a configuration. Nothing here is an error: errors are refused when it is read. */
export function settingsFindings({ accounts, stages }: ServerConfiguration): Finding[] {
  const findings: Finding[] = [];
  if (accounts.length === 0)
    findings.push(
      warn('accounts', '5.2', 'none', 'Without an account every mail is refused: add one under `accounts`.'),
    );
  const plain = accounts.filter(({ password }) => password !== undefined).length;
  if (plain > 0)
    findings.push(
      warn('passwords', '5.1', `${plain} in plain text`, 'For laboratories only: make hashes with `plimsoll passwd`.'),
    );
  const mute = accounts.filter(
    (account) => account.password === undefined && account.passwordHash === undefined,
  ).length;
  if (mute > 0)
    findings.push(warn('passwords', '5.1', `${mute} accounts without one`, 'They get mail, but nobody can read it.'));
  if (stages.dnsbl.enabled && stages.dnsbl.servers.length === 0)
    findings.push(
      warn('DNSBL', '9.7', 'switched on without a list', 'Name lists in `stages.dnsbl.servers`, or switch it off.'),
    );
  for (const name of ['antispam', 'antivirus'] as const) {
    if (!stages[name].enabled)
      findings.push(
        warn(name, name === 'antispam' ? '9.1' : '9.9', 'switched off', 'The guide runs its laboratory with it on.'),
      );
  }
  return findings.length > 0 ? findings : [ok('settings', null, 'nothing to remark')];
}
