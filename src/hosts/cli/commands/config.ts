// `plimsoll config`: what a configuration really says, defaults included, and whether it holds.
import { type Command, Option } from 'commander';
import { listSettings } from '../../../config/list-settings.ts';
import { readConfiguration } from '../../read-configuration.ts';
import { settingsText } from '../text/settings-text.ts';

interface Options {
  readonly config: string;
  readonly changed?: boolean;
  readonly json?: boolean;
}

const configOption = (): Option =>
  new Option('-c, --config <file>', 'configuration, or a scenario that holds one').makeOptionMandatory();

async function show({ config, changed, json }: Options): Promise<void> {
  const settings = listSettings(await readConfiguration(config));
  const wanted = changed ? settings.filter((setting) => setting.changed) : settings;
  console.log(json ? JSON.stringify(wanted, null, 2) : settingsText(wanted));
}

async function check({ config, json }: Options): Promise<void> {
  const settings = listSettings(await readConfiguration(config));
  const changed = settings.filter((setting) => setting.changed).length;
  const answer = { ok: true, settings: settings.length, changed };
  console.log(
    json ? JSON.stringify(answer) : `${config}: ${settings.length} settings, ${changed} of them not the default.`,
  );
}

export function addConfigCommand(program: Command): Command {
  const command = program.command('config').summary('show or check a configuration');
  command
    .command('show')
    .summary('print every effective setting')
    .description(
      'One line a setting: `path = value`, with the row of the guide that it belongs to. Secrets are masked.',
    )
    .addOption(configOption())
    .option('--changed', 'only what is not the default')
    .option('--json', 'print JSON, with descriptions')
    .addHelpText(
      'after',
      `
Examples:
  plimsoll config show --config scenarios/lab.yaml --changed
  plimsoll config show --config scenarios/lab.yaml | grep greylist`,
    )
    .action(show);
  command
    .command('check')
    .summary('check a configuration')
    .description('Says every problem of the file at once. Exits with 2 if there is one.')
    .addOption(configOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  plimsoll config check --config scenarios/lab.yaml')
    .action(check);
  return command;
}
