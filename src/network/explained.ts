// A run that cannot go on, told as what it is: a fault of the network, or else a fault of the program with the seed that shows it.
import { InputError } from '../core/problem.ts';
import type { Kernel } from '../sim/kernel.ts';
import { SimulationError } from '../sim/simulation-error.ts';
import type { Network } from './schema.ts';

/**
 * Runs `body`.
 * @param what names the run, e.g. `replication 3`.
 * @throws InputError when the run needs more events than the network allows; SimulationError with the seed on everything else that fails in it.
 */
export function explained<T>({ name, run }: Network, kernel: Kernel, what: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    if (kernel.eventsHandled > run.maxEvents) {
      const got = `${run.maxEvents}, which took ${what} to ${Number(kernel.now.toPrecision(4))} simulated seconds`;
      const hint = 'Shorten the run, or allow more.';
      throw new InputError(name, [{ path: 'run.maxEvents', got, wanted: 'enough events for the whole run', hint }]);
    }
    throw new SimulationError(`seed "${run.seed}", ${what}: ${error.message}`, error.atSeconds, error);
  }
}
