// `plimsoll network`: simulates a queueing network, theory beside it.
import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { validate } from '../../../config/validate.ts';
import { InputError } from '../../../core/problem.ts';
import { checkNetwork } from '../../../network/check-network.ts';
import { checkStability } from '../../../network/check-stability.ts';
import { findWarmUp, type WarmUp } from '../../../network/find-warm-up.ts';
import type { NetworkResult } from '../../../network/network-result.ts';
import { parseNetwork } from '../../../network/parse-network.ts';
import { type Network, networkSchema } from '../../../network/schema.ts';
import { simulateNetwork } from '../../../network/simulate-network.ts';
import { readTextFile } from '../../read-text-file.ts';
import { runInThreads } from '../../run-in-threads.ts';
import { numberBetween, wholeBetween } from '../options.ts';
import { startProgress } from '../progress.ts';
import { networkText } from '../text/network-text.ts';
import { warmUpSvg } from '../text/warm-up-svg.ts';

interface Options {
  readonly seed?: string;
  readonly replications?: number;
  readonly length?: number;
  readonly warmUp?: number | 'auto';
  readonly plot?: string;
  readonly workers: number;
  readonly json?: boolean;
}

const LONGEST = 1e12;

function warmUp(text: string): number | 'auto' {
  if (text === 'auto') return text;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= LONGEST))
    throw new InvalidArgumentError(`wanted auto, or a number of seconds from 0 to ${LONGEST}.`);
  return value;
}

async function read(file: string, options: Options): Promise<Network> {
  const network = parseNetwork(await readTextFile(file), file);
  const { seed, replications, length, warmUp: warmUpSeconds } = options;
  const run = {
    ...network.run,
    ...(seed === undefined ? {} : { seed }),
    ...(replications === undefined ? {} : { replications }),
    ...(length === undefined ? {} : { lengthSeconds: length }),
    ...(warmUpSeconds === undefined ? {} : { warmUpSeconds }),
  };
  const asked = validate(networkSchema, { ...network, run }, file);
  checkNetwork(asked, file);
  checkStability(asked, file);
  return asked;
}

const plotProblem = (path: string, got: string, wanted: string, hint: string): InputError =>
  new InputError('network', [{ path: '--plot', got: `${path}: ${got}`, wanted, hint }]);

async function writePlot(path: string, network: string, found: WarmUp): Promise<void> {
  if (found.plot === null)
    throw plotProblem(path, 'a warm-up that is given', 'one to look for', 'Ask for --warm-up auto.');
  try {
    await writeFile(path, warmUpSvg(network, found, found.plot));
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    throw plotProblem(path, code, 'a file that can be written', 'Check the path.');
  }
}

export const addNetworkCommand = (program: Command): Command =>
  program
    .command('network')
    .summary('simulate a queueing network, with theory beside it')
    .description(
      'Simulates any network of queues: waiting times, queue lengths, utilisation and losses with confidence intervals, and what queueing theory says of them.',
    )
    .argument('<file>', 'network file, YAML or JSON')
    .option('--seed <text>', 'seed of all random streams; the same seed gives the same bytes')
    .option('-r, --replications <number>', 'independent replications', wholeBetween(1, 10_000))
    .option('-l, --length <seconds>', 'simulated seconds that are counted, a replication', numberBetween(1e-9, LONGEST))
    .option('-w, --warm-up <seconds>', 'simulated seconds before counting starts, or auto', warmUp)
    .option('--plot <file.svg>', 'draw the pilot runs and where the warm-up ends')
    .option('--workers <number>', 'threads to simulate on; the answer does not depend on it', wholeBetween(1, 64), 1)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  plimsoll network scenarios/networks/mm1.yaml
  plimsoll network scenarios/networks/bursts-and-slots.yaml --seed 7 --plot warm-up.svg
  plimsoll network scenarios/networks/time-sharing.yaml --replications 20 --json > result.json`,
    )
    .action(async (file: string, options: Options) => {
      const network = await read(file, options);
      const progress = startProgress('simulating');
      try {
        const result =
          options.workers === 1
            ? simulateNetwork(network, progress.update)
            : ((await runInThreads(
                { kind: 'network', network, warmUp: findWarmUp(network) },
                options.workers,
                progress.update,
              )) as NetworkResult);
        progress.stop();
        if (options.plot !== undefined) await writePlot(options.plot, result.network, result.warmUp);
        console.log(options.json ? JSON.stringify(result, null, 2) : networkText(result));
      } finally {
        progress.stop();
      }
    });
