// Exit codes of the command line, and what an error prints. 0 pass, 1 a threshold failed, 2 bad input, 3 a bug.
import { CommanderError } from 'commander';
import { InputError } from '../../core/problem.ts';

export const EXIT = { pass: 0, failed: 1, badInput: 2, bug: 3 } as const;

/** Prints an error for people (or as one JSON line) and says which code to exit with. */
export function reportError(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.badInput;
  if (error instanceof InputError) {
    const { message, problems } = error;
    console.error(json ? JSON.stringify({ error: 'bad input', problems }) : message);
    return EXIT.badInput;
  }
  const { stack, message } = error instanceof Error ? error : new Error(String(error));
  console.error(
    json ? JSON.stringify({ error: 'bug', message }) : `This is a bug of plimsoll; please report it.\n${stack}`,
  );
  return EXIT.bug;
}
