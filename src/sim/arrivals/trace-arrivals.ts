// Arrivals at recorded times: replays a log.
import type { Handler, Kernel } from '../kernel.ts';

export class TraceArrivals implements Handler {
  readonly #kernel: Kernel;
  readonly #times: readonly number[];
  readonly #arrived: (index: number) => void;

  /**
   * @param times ascending, in simulated seconds; those before the start are skipped. @param arrived told the index of each.
   * @throws RangeError when they are not ascending.
   */
  constructor(kernel: Kernel, times: readonly number[], arrived: (index: number) => void) {
    const late = times.findIndex((time, index) => index > 0 && !(time >= times[index - 1]!));
    if (late >= 0)
      throw new RangeError(`arrival ${late} of a trace, at ${times[late]}, comes before the one ahead of it`);
    this.#kernel = kernel;
    this.#times = times;
    this.#arrived = arrived;
  }

  start(): void {
    this.#schedule(this.#times.findIndex((time) => time >= this.#kernel.now));
  }

  handle(index: number): void {
    this.#schedule(index + 1);
    this.#arrived(index);
  }

  #schedule(index: number): void {
    const time = this.#times[index];
    if (time !== undefined) this.#kernel.schedule(time - this.#kernel.now, this, index);
  }
}
