// `plimsoll quarantine`: mail that a running engine keeps back (row 9.10).
import type { Command } from 'commander';
import {
  quarantineAnswer,
  quarantineDoneAnswer,
  quarantineViewAnswer,
} from '../../../engine/admin/operations/quarantine.ts';
import { connectAdmin } from '../admin/admin-client.ts';
import { type AdminCommandOptions, adminCommand, print } from '../admin/admin-command.ts';
import { EXIT } from '../exit.ts';
import { wholeBetween } from '../options.ts';
import { quarantineText, quarantineViewText } from '../text/quarantine-text.ts';

/** Entries of one request; the most that the API gives. */
const PAGE = 200;

interface ListOptions extends AdminCommandOptions {
  readonly search?: string;
  readonly reason?: string;
  readonly limit: number;
}

async function list({ json, search, reason, limit, ...options }: ListOptions): Promise<void> {
  const admin = await connectAdmin(options);
  const found: Parameters<typeof quarantineText>[0][number][] = [];
  let damaged: readonly string[] = [];
  let after: string | undefined;
  do {
    const query = { limit: Math.min(PAGE, limit - found.length), after, text: search, reason };
    const page = await admin.call(quarantineAnswer, 'GET', '/quarantine', { query });
    found.push(...page.items);
    damaged = page.damaged;
    after = page.next ?? undefined;
  } while (after !== undefined && found.length < limit);
  print({ items: found, damaged }, json, () => quarantineText(found, damaged));
}

async function show(id: string, { json, ...options }: AdminCommandOptions): Promise<void> {
  const admin = await connectAdmin(options);
  const address = `/quarantine/${encodeURIComponent(id)}`;
  print(await admin.call(quarantineViewAnswer, 'GET', address), json, quarantineViewText);
}

function addDeed(quarantine: Command, action: 'release' | 'delete', summary: string): void {
  adminCommand(quarantine, `${action} <id...>`, summary)
    .addHelpText(
      'after',
      `
Example:
  plimsoll quarantine ${action} MIE1Z8QK0D1F2A3B4C5D --config scenarios/lab.yaml

Exits with 1 when it could not be done to all.`,
    )
    .action(async (ids: string[], { json, ...options }: AdminCommandOptions) => {
      const admin = await connectAdmin(options);
      const answer = await admin.call(quarantineDoneAnswer, 'POST', `/quarantine/${action}`, { body: { ids } });
      print(answer, json, ({ results }) =>
        Object.entries(results)
          .map(([id, result]) => `${id}: ${result}`)
          .join('\n'),
      );
      if (Object.values(answer.results).some((result) => result !== 'done')) process.exitCode = EXIT.failed;
    });
}

export function addQuarantineCommand(program: Command): Command {
  const quarantine = program
    .command('quarantine')
    .summary('mail that a running engine keeps back: list, show, release, delete');
  adminCommand(quarantine, 'list', 'messages, the newest first')
    .option('--search <text>', 'only those with this text in sender, recipients, subject or names of viruses')
    .option('--reason <reason>', 'only those kept for this reason, e.g. virus')
    .option('--limit <number>', 'at most so many', wholeBetween(1, 1_000_000), 200)
    .addHelpText('after', '\nExample:\n  plimsoll quarantine list --reason virus --config scenarios/lab.yaml')
    .action(list);
  adminCommand(quarantine, 'show <id>', 'one message, opened as plain text')
    .addHelpText('after', '\nExample:\n  plimsoll quarantine show MIE1Z8QK0D1F2A3B4C5D --config scenarios/lab.yaml')
    .action(show);
  addDeed(quarantine, 'release', 'deliver messages as if they had been accepted');
  addDeed(quarantine, 'delete', 'delete messages for good');
  return quarantine;
}
