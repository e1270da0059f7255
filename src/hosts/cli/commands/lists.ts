// `plimsoll lists`: black- and whitelist of a running engine (row 7.5), and what a mail would meet there.
import type { Command } from 'commander';
import type { z } from 'zod';
import { listsAnswer, matchAnswer } from '../../../engine/admin/operations/lists.ts';
import { connectAdmin } from '../admin/admin-client.ts';
import { type AdminCommandOptions, adminCommand, print } from '../admin/admin-command.ts';
import { tableLines } from '../text/table.ts';

type Rules = z.output<typeof listsAnswer>['rules'];

const rulesText = (rules: Rules): string =>
  tableLines([
    ['list', 'name', 'type', 'match', 'action'],
    ...rules.map(({ list, name, type, match, action, enabled }) => [
      list,
      name,
      type,
      match,
      `${action ?? 'accept'}${enabled ? '' : ' (off)'}`,
    ]),
  ]).join('\n');

async function show({ json, ...options }: AdminCommandOptions): Promise<void> {
  const answer = await (await connectAdmin(options)).call(listsAnswer, 'GET', '/lists');
  print(answer, json, ({ enabled, rules }) => {
    if (rules.length === 0) return 'No rules.';
    return `${enabled ? '' : 'The lists are switched off.\n'}${rulesText(rules)}`;
  });
}

interface MatchOptions extends AdminCommandOptions {
  readonly client: string;
  readonly sender?: string;
  readonly recipient?: string;
}

async function match({ json, client, sender, recipient, ...options }: MatchOptions): Promise<void> {
  const query = { client, sender, recipient };
  const answer = await (await connectAdmin(options)).call(matchAnswer, 'GET', '/lists/match', { query });
  print(answer, json, ({ rules, verdict, skips }) =>
    [
      rules.length === 0 ? 'No rule matches.' : rulesText(rules),
      `Verdict of the lists: ${verdict}${skips.length > 0 ? `; spared: ${skips.join(', ')}` : ''}.`,
    ].join('\n'),
  );
}

export function addListsCommand(program: Command): Command {
  const lists = program
    .command('lists')
    .summary('black- and whitelist of a running engine')
    .description('The rules are changed in the configuration (stages.accessList), so that the model sees them too.');
  adminCommand(lists, 'show', 'print the rules')
    .addHelpText('after', '\nExample:\n  plimsoll lists show --config scenarios/lab.yaml')
    .action(show);
  adminCommand(lists, 'match', 'which rules would a mail meet')
    .requiredOption('--client <address>', 'IP address of the client')
    .option('--sender <address>', 'address of MAIL FROM')
    .option('--recipient <address>', 'address of RCPT TO')
    .addHelpText(
      'after',
      '\nExample:\n  plimsoll lists match --client 192.0.2.1 --sender a@pest.example --config scenarios/lab.yaml',
    )
    .action(match);
  return lists;
}
