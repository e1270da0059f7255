// Options that all commands have which talk to a running engine.
import { type Command, Option } from 'commander';
import type { AdminOptions } from './admin-client.ts';

export interface AdminCommandOptions extends AdminOptions {
  readonly json?: boolean;
}

/** Adds a command below `parent` with the options to find the engine. */
export const adminCommand = (parent: Command, nameAndArguments: string, summary: string): Command =>
  parent
    .command(nameAndArguments)
    .summary(summary)
    .addOption(new Option('-c, --config <file>', 'configuration of the running engine').makeOptionMandatory())
    .option('--token-file <file>', 'file with a token (default: that of the configuration)')
    .option('--json', 'print JSON');

/** Prints an answer as JSON, or as `text` makes it. */
export const print = <A>(answer: A, json: boolean | undefined, text: (answer: A) => string): void =>
  console.log(json ? JSON.stringify(answer, null, 2) : text(answer));
