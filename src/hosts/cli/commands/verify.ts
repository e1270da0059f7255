// `plimsoll verify`: the simulation against closed forms.
import { type Command, Option } from 'commander';
import { verifyClosedForms } from '../../../network/verify/verify-closed-forms.ts';
import { EXIT } from '../exit.ts';
import { numberBetween } from '../options.ts';
import { startProgress } from '../progress.ts';
import { verifyText } from '../text/verify-text.ts';

interface Options {
  readonly seed?: string;
  readonly quick?: boolean;
  readonly bias?: number;
  readonly json?: boolean;
}

export const addVerifyCommand = (program: Command): Command =>
  program
    .command('verify')
    .summary('check the simulation against closed forms')
    .description(
      'Simulates queueing networks whose numbers are known exactly and checks that the intervals hold them. Exits with 1 if one does not.',
    )
    .option('--quick', 'shorter runs: some seconds instead of a minute, and only coarse errors show')
    .option('--seed <text>', 'seed of all random streams; the same seed gives the same bytes')
    .option('--json', 'print JSON')
    // A planted error, to see that the table finds it.
    .addOption(
      new Option('--bias <share>', 'simulate every service longer by this share')
        .argParser(numberBetween(-0.5, 0.5))
        .hideHelp(),
    )
    .addHelpText('after', '\nExamples:\n  plimsoll verify\n  plimsoll verify --quick --seed 7 --json')
    .action((options: Options) => {
      const progress = startProgress('verifying');
      try {
        const result = verifyClosedForms(options, progress.update);
        progress.stop();
        console.log(options.json ? JSON.stringify(result, null, 2) : verifyText(result));
        if (result.failed > 0) process.exitCode = EXIT.failed;
      } finally {
        progress.stop();
      }
    });
