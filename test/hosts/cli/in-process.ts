// Runs one command of the command line in this process, without what the other commands load: quick, for what does not need a process.
import { Command } from 'commander';
import { vi } from 'vitest';
import { reportError } from '../../../src/hosts/cli/exit.ts';
import type { CliRun } from './run-cli.ts';

/** @param add adds the command to a program. @param args with the command's name first. */
export async function runCommand(add: (program: Command) => Command, args: readonly string[]): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((text) => void out.push(`${text}\n`)),
    vi.spyOn(console, 'error').mockImplementation((text) => void err.push(`${text}\n`)),
  ];
  const output = { writeOut: (text: string) => void out.push(text), writeErr: (text: string) => void err.push(text) };
  const program = new Command('plimsoll').exitOverride().configureOutput(output);
  add(program).exitOverride().configureOutput(output);
  const before = process.exitCode;
  try {
    await program.parseAsync(['node', 'plimsoll', ...args]);
    return { code: Number(process.exitCode ?? 0), stdout: out.join(''), stderr: err.join('') };
  } catch (error) {
    const code = reportError(error, args.includes('--json'));
    return { code, stdout: out.join(''), stderr: err.join('') };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
