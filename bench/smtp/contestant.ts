// A mail server that takes part: how it is started, where it listens, which processes it is, and where its mail is found afterwards.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Kept } from './kept.ts';

export interface Running {
  readonly port: number;
  /** The process whose descendants, itself included, are the server. */
  readonly pid: number;
  /** Mail that has reached the place where this server leaves it. */
  readonly kept: Kept;
  stop(): Promise<void>;
}

export interface Contestant {
  readonly name: string;
  /** What a 250 of this server promises, as its authors say. What it flushes is measured. */
  readonly promise: string;
  /** @param folder an empty one, absolute. @returns a text: why it cannot take part here. */
  start(folder: string, port: number): Promise<Running | string>;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves when something greets with 220 on a port. Rejects after 20 s, or when `child` ends before. */
async function untilGreeted(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 400 && child.exitCode === null; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    const greeted = await new Promise<boolean>((resolve) => {
      socket.once('data', (text) => resolve(text.toString('latin1').startsWith('220')));
      for (const event of ['error', 'close']) socket.once(event, () => resolve(false));
      socket.setTimeout(5000, () => resolve(false));
    });
    socket.destroy();
    if (greeted) return;
    await pause(50);
  }
  throw new Error(`nothing greets on port ${port}${child.exitCode === null ? '' : ': the server has ended'}`);
}

/** What a server wrote, at most the end of it. */
export const lastWords = (folder: string): string => {
  try {
    return readFileSync(join(folder, 'output'), 'utf8').slice(-2000);
  } catch {
    return '';
  }
};

interface Program {
  readonly command: string;
  readonly words: readonly string[];
  readonly folder: string;
  readonly port: number;
  /** Instead of SIGTERM. */
  readonly tellToStop?: () => void;
}

/**
 * Starts a server; resolves when it greets. Its output goes to a file: into a pipe that nobody empties while the load runs, a server that
 * logs would stand still.
 */
export async function startProgram({
  command,
  words,
  folder,
  port,
  tellToStop,
}: Program): Promise<Omit<Running, 'kept'>> {
  const output = openSync(join(folder, 'output'), 'a');
  const child = spawn(command, words, { cwd: folder, stdio: ['ignore', output, output] });
  closeSync(output);
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (tellToStop) tellToStop();
    else child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(late);
  };
  try {
    await untilGreeted(port, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid: child.pid ?? 0, stop };
}
