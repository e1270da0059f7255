// The tree of commands, and how one is run.
import { Command } from 'commander';
import { packageVersion } from '../package-folder.ts';
import { addAliasesCommand } from './commands/aliases.ts';
import { addAutoBccCommand } from './commands/auto-bcc.ts';
import { addCertificateCommand } from './commands/certificate.ts';
import { addCompletion } from './commands/completion.ts';
import { addConfigCommand } from './commands/config.ts';
import { addDkimCommand } from './commands/dkim.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEngineCommand } from './commands/engine.ts';
import { addLearnCommand } from './commands/learn.ts';
import { addListsCommand } from './commands/lists.ts';
import { addNetworkCommand } from './commands/network.ts';
import { addPasswdCommand } from './commands/passwd.ts';
import { addQuarantineCommand } from './commands/quarantine.ts';
import { addQueueCommand } from './commands/queue.ts';
import { addQuotasCommand } from './commands/quotas.ts';
import { addSchemaCommand } from './commands/schema.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSimulateCommand } from './commands/simulate.ts';
import { addSizeCommand } from './commands/size.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { reportError } from './exit.ts';

export function createProgram(): Command {
  const program = new Command('plimsoll')
    .description('Sizes, simulates and runs a mail server: one description, a model and a real engine behind it.')
    .version(packageVersion())
    .showHelpAfterError('(plimsoll --help and plimsoll COMMAND --help tell more)')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Examples:
  plimsoll size --users 200 --years 3
  plimsoll simulate scenarios/office-200.yaml
  plimsoll network scenarios/networks/mm1.yaml
  plimsoll engine --config scenarios/lab.yaml --port-base 20000
  plimsoll serve --open
  source <(plimsoll complete bash)

Exit codes: 0 well, 1 a threshold failed, 2 bad input, 3 a bug.`,
    )
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  addSizeCommand(program);
  addSimulateCommand(program);
  addNetworkCommand(program);
  addEngineCommand(program);
  addServeCommand(program);
  addDoctorCommand(program);
  addConfigCommand(program);
  addQueueCommand(program);
  addQuarantineCommand(program);
  addListsCommand(program);
  addLearnCommand(program);
  addQuotasCommand(program);
  addCertificateCommand(program);
  addPasswdCommand(program);
  addVerifyCommand(program);
  addSchemaCommand(program);
  addDkimCommand(program);
  addAliasesCommand(program);
  addAutoBccCommand(program);
  for (const command of program.commands) command.exitOverride();
  addCompletion(program);
  return program;
}

/** Runs one command line. @returns the exit code. */
export async function runCli(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(argv as string[]);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return reportError(error, argv.includes('--json'));
  }
}
