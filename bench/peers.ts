// The same work done by others, where they are installed: a C++ event loop of our own, and SimPy. A peer that is missing is named with the
// reason, never skipped in silence.
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Benchmarks are run from the root of the repository. */
const HERE = join('bench', 'peers');

/** Runs the peer once. @returns seconds of the work alone, as the peer measured them. */
export type Peer =
  | { readonly name: string; readonly run: (...words: readonly string[]) => number }
  | { readonly name: string; readonly missing: string };

function secondsOf(command: string, words: readonly string[]): number {
  const { stdout, stderr, status } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stderr}`);
  return (JSON.parse(stdout) as { seconds: number }).seconds;
}

/** bench/peers/event-loop.cpp, compiled with -O2. */
export function cppPeer(): Peer {
  const name = 'C++ 4-ary heap';
  const binary = join(mkdtempSync(join(tmpdir(), 'plimsoll-bench-')), 'event-loop');
  const { status, error, stderr } = spawnSync(
    'g++',
    ['-O2', '-std=c++17', '-o', binary, join(HERE, 'event-loop.cpp')],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) return { name, missing: error ? 'no g++ here' : stderr.split('\n')[0]! };
  return { name, run: (...words) => secondsOf(binary, words) };
}

/** bench/peers/simpy_queues.py. SimPy 3 or 4, e.g. Debian's python3-simpy3. */
export function simPyPeer(): Peer {
  const python = ['/usr/bin/python3', 'python3'].find(
    (command) => spawnSync(command, ['-c', 'import simpy; simpy.Resource.request']).status === 0,
  );
  if (python === undefined) return { name: 'SimPy', missing: 'no SimPy here (Debian: python3-simpy3)' };
  const version = spawnSync(python, ['-c', 'import simpy; print(simpy.__version__)'], {
    encoding: 'utf8',
  }).stdout.trim();
  return {
    name: `SimPy ${version}`,
    run: (...words) => secondsOf(python, [join(HERE, 'simpy_queues.py'), ...words]),
  };
}
