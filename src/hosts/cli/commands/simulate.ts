// `plimsoll simulate`: runs a scenario through the model.
import type { Command } from 'commander';
import { validate } from '../../../config/validate.ts';
import { parseScenario, scenarioSchema } from '../../../model/scenario.ts';
import type { SimulationResult } from '../../../run/result.ts';
import { simulateScenario } from '../../../run/simulate.ts';
import { loadLibrary } from '../../load-library.ts';
import { readTextFile } from '../../read-text-file.ts';
import { runInThreads } from '../../run-in-threads.ts';
import { wholeBetween } from '../options.ts';
import { startProgress } from '../progress.ts';
import { simulationText } from '../text/simulation-text.ts';

interface Options {
  readonly seed?: string;
  readonly replications?: number;
  readonly days?: number;
  readonly workers: number;
  readonly json?: boolean;
}

export const addSimulateCommand = (program: Command): Command =>
  program
    .command('simulate')
    .summary('simulate a scenario')
    .description('Runs the model of a scenario: throughput, response times and utilisation with confidence intervals.')
    .argument('<scenario>', 'scenario file, YAML or JSON')
    .option('--seed <text>', 'seed of all random streams; the same seed gives the same bytes')
    .option('-r, --replications <number>', 'independent replications', wholeBetween(1, 1000))
    .option('-d, --days <number>', 'simulated days a replication', wholeBetween(1, 31))
    .option(
      '-w, --workers <number>',
      'threads to simulate on; the answer does not depend on it',
      wholeBetween(1, 64),
      1,
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  plimsoll simulate scenarios/office-200.yaml
  plimsoll simulate scenarios/office-200.yaml --seed 7 --replications 20 --json > result.json`,
    )
    .action(async (file: string, { seed, replications, days, workers, json }: Options) => {
      const read = parseScenario(await readTextFile(file), file);
      const run = {
        ...read.run,
        ...(seed === undefined ? {} : { seed }),
        ...(replications === undefined ? {} : { replications }),
        ...(days === undefined ? {} : { days }),
      };
      const scenario = validate(scenarioSchema, { ...read, run }, file);
      const progress = startProgress('simulating');
      try {
        const library = loadLibrary();
        const result =
          workers === 1
            ? simulateScenario(scenario, library, progress.update)
            : ((await runInThreads(
                { kind: 'scenario', scenario, library },
                workers,
                progress.update,
              )) as SimulationResult);
        progress.stop();
        console.log(json ? JSON.stringify(result, null, 2) : simulationText(result));
      } finally {
        progress.stop();
      }
    });
