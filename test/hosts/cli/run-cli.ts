// Runs the real command line once, as a user does.
import { spawnSync } from 'node:child_process';

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runCli(args: readonly string[], input = ''): CliRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/plimsoll.cjs', ...args], {
    input,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}
