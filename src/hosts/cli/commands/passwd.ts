// `plimsoll passwd`: a password hash for a configuration. Reads the password from standard input, so that it is in no history.
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { InputError } from '../../../core/problem.ts';
import { hashPassword } from '../../../engine/auth/password.ts';

const MAX_CHARACTERS = 200;

async function readPassword(): Promise<string> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}

export const addPasswdCommand = (program: Command): Command =>
  program
    .command('passwd')
    .summary('make a password hash for a configuration')
    .description('Reads one line from standard input and prints its hash for `passwordHash`.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  plimsoll passwd < password.txt')
    .action(async ({ json }: { json?: boolean }) => {
      const password = await readPassword();
      if (password.length === 0 || password.length > MAX_CHARACTERS) {
        const wanted = `one line of 1 to ${MAX_CHARACTERS} characters`;
        const hint = 'Give the password on standard input.';
        throw new InputError('passwd', [
          { path: '(standard input)', got: `${password.length} characters`, wanted, hint },
        ]);
      }
      const passwordHash = await hashPassword(password);
      console.log(json ? JSON.stringify({ passwordHash }) : passwordHash);
    });
