// `plimsoll engine`: runs a configuration as a real mail server until it is told to stop.
import type { Command } from 'commander';
import { startEngine } from '../../../engine/engine.ts';
import { loadSpamRules } from '../../load-spam-rules.ts';
import { packageVersion } from '../../package-folder.ts';
import { readConfiguration, withPortBase } from '../../read-configuration.ts';
import { askedToStop } from '../asked-to-stop.ts';
import { wholeBetween } from '../options.ts';

interface Options {
  readonly config: string;
  readonly portBase?: number;
  readonly graceSeconds: number;
}

export const addEngineCommand = (program: Command): Command =>
  program
    .command('engine')
    .summary('run a configuration as a real mail server')
    .description(
      'Speaks SMTP and IMAP on the listeners of the configuration. Prints one JSON line when it is ready; its log goes to standard error. SIGHUP makes it read its certificate again; SIGTERM or SIGINT ends it gracefully.',
    )
    .requiredOption('-c, --config <file>', 'configuration, or a scenario that holds one')
    .option(
      '--port-base <number>',
      'listen on this plus the standard ports: 20000 makes 20025, 20465, 20587, 20143, and 20081 for admin',
      wholeBetween(0, 60_000),
    )
    .option('--grace-seconds <number>', 'time that running sessions get to end', wholeBetween(0, 3600), 10)
    .option('--json', 'accepted for symmetry: the ready line is JSON in any case')
    .addHelpText('after', '\nExample:\n  plimsoll engine --config scenarios/lab.yaml --port-base 20000')
    .action(async ({ config, portBase, graceSeconds }: Options) => {
      const read = await readConfiguration(config);
      const configuration = portBase === undefined ? read : withPortBase(read, portBase);
      const stop = askedToStop();
      const engine = await startEngine(configuration, await loadSpamRules(), undefined, packageVersion());
      const { host } = configuration.listeners.smtp;
      process.on('SIGHUP', () => void engine.reload());
      console.log(JSON.stringify({ ready: true, host, ...engine.ports }));
      await stop;
      process.once('SIGINT', () => process.exit(130));
      await engine.stop(graceSeconds);
    });
