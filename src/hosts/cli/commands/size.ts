// `plimsoll size`: the guide's formulas in the terminal.
import { type Command, Option } from 'commander';
import { validate } from '../../../config/validate.ts';
import { KIB } from '../../../core/units.ts';
import { type SizingInput, sizeServer, sizingInputSchema } from '../../../sizing/size.ts';
import { loadLibrary } from '../../load-library.ts';
import { numberBetween, wholeBetween } from '../options.ts';
import { sizingText } from '../text/sizing-text.ts';

interface Options {
  readonly users: number;
  readonly years?: number;
  readonly mailsPerDay?: number;
  readonly meanKib?: number;
  readonly ha: string;
  readonly json?: boolean;
}

export const addSizeCommand = (program: Command): Command =>
  program
    .command('size')
    .summary("size a mail server by the guide's formulas")
    .description("Storage, RAM, SSD cache and licences by the administrator's guide. No simulation.")
    .requiredOption('-u, --users <number>', 'activated accounts', wholeBetween(1, 1_000_000))
    .option('-y, --years <number>', 'years that mail is kept (guide: 3 to 5)', numberBetween(0.01, 30))
    .option(
      '-m, --mails-per-day <number>',
      'mails a user sends and receives a day (guide: 100)',
      numberBetween(0, 10_000),
    )
    .option('-s, --mean-kib <number>', 'mean size of a mail in KiB (guide: 300)', numberBetween(0.001, 1_048_576))
    .addOption(new Option('--ha <kind>', 'high availability').choices(['none', 'mailplus', 'sha']).default('none'))
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  plimsoll size --users 200 --years 3
  plimsoll size --users 750 --mails-per-day 60 --mean-kib 120 --ha mailplus --json`,
    )
    .action(({ users, years, mailsPerDay, meanKib, ha, json }: Options) => {
      const given = {
        users,
        highAvailability: ha,
        ...(years === undefined ? {} : { years }),
        ...(mailsPerDay === undefined ? {} : { mailsPerUserPerDay: mailsPerDay }),
        ...(meanKib === undefined ? {} : { meanMessageBytes: Math.round(meanKib * KIB) }),
      };
      const input: SizingInput = validate(sizingInputSchema, given, 'size');
      const sizing = sizeServer(input, loadLibrary().guide);
      console.log(json ? JSON.stringify(sizing, null, 2) : sizingText(sizing));
    });
