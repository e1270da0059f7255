// `plimsoll quotas`: what users have sent today against their limits, and letting them send anew (row 8.8).
import type { Command } from 'commander';
import { quotasAnswer, quotasClearedAnswer } from '../../../engine/admin/operations/quotas.ts';
import { connectAdmin } from '../admin/admin-client.ts';
import { type AdminCommandOptions, adminCommand, print } from '../admin/admin-command.ts';
import { allPages } from '../admin/all-pages.ts';
import { namesOrAll } from '../admin/names-or-all.ts';
import { quotaText } from '../text/quota-text.ts';

async function list({ json, ...options }: AdminCommandOptions): Promise<void> {
  const admin = await connectAdmin(options);
  const accounts = await allPages(Number.POSITIVE_INFINITY, async (query) => {
    const { accounts: entries, next } = await admin.call(quotasAnswer, 'GET', '/quotas', { query });
    return { entries, next };
  });
  print(accounts, json, quotaText);
}

async function clear(
  names: readonly string[],
  { json, all, ...options }: AdminCommandOptions & { readonly all?: boolean },
): Promise<void> {
  const wanted = namesOrAll(names, all, 'account');
  const admin = await connectAdmin(options);
  const addresses = wanted === 'all' ? ['/quotas'] : wanted.map((name) => `/quotas/${encodeURIComponent(name)}`);
  let cleared = 0;
  for (const address of addresses) cleared += (await admin.call(quotasClearedAnswer, 'DELETE', address)).cleared;
  print({ cleared }, json, () => `${cleared} account${cleared === 1 ? '' : 's'} may send anew.`);
}

export function addQuotasCommand(program: Command): Command {
  const quotas = program.command('quotas').summary('daily sending quotas of a running engine');
  adminCommand(quotas, 'list', 'show what every account that sent today has sent')
    .addHelpText('after', '\nExample:\n  plimsoll quotas list --config scenarios/lab.yaml')
    .action(list);
  adminCommand(quotas, 'clear [account...]', 'let accounts send anew today')
    .option('--all', 'all accounts')
    .addHelpText(
      'after',
      `
Examples:
  plimsoll quotas clear alice@example.com --config scenarios/lab.yaml
  plimsoll quotas clear --all --config scenarios/lab.yaml`,
    )
    .action(clear);
  return quotas;
}
