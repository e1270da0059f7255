// Simulations on behalf of requests: in threads, so many at once, all of them ended when the server stops.

import { HttpProblem } from '../../http/http-problem.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ModelLibrary } from '../../run/library.ts';
import type { HttpLimits } from './limits.ts';
import { Places } from './places.ts';
import { simulateInThread } from './simulate-in-thread.ts';
import { refuseTooMuchWork } from './too-much-work.ts';

export class Simulations {
  readonly #library: ModelLibrary;
  readonly #limits: HttpLimits;
  readonly #places: Places;
  readonly #end = new AbortController();

  constructor(library: ModelLibrary, limits: HttpLimits) {
    this.#library = library;
    this.#limits = limits;
    this.#places = new Places(limits.simulationsAtOnce, limits.simulationsWaiting);
  }

  get load(): { readonly running: number; readonly waiting: number; readonly atOnce: number } {
    const { running, waiting } = this.#places;
    return { running, waiting, atOnce: this.#limits.simulationsAtOnce };
  }

  /**
   * @param signal aborted when nobody waits for the answer any more.
   * @returns the result as JSON text.
   * @throws what simulateInThread throws; InputError on too much work; HttpProblem 503 when there is no place.
   */
  async run(scenario: Scenario, signal: AbortSignal): Promise<string> {
    refuseTooMuchWork(scenario, this.#limits.simulatedMails);
    const either = AbortSignal.any([signal, this.#end.signal]);
    const input = { scenario, library: this.#library };
    return await this.#places.run(() => simulateInThread(input, this.#limits, either), either);
  }

  /** Ends what runs and what waits; nothing starts any more. */
  stop(): void {
    this.#end.abort(new HttpProblem(503, 'The server is being stopped.'));
  }
}
