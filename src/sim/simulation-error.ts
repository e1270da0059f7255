// A fault of a run, with the simulated time at which it happened.

export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  /** The message without the time. */
  readonly what: string;
  readonly atSeconds: number;

  constructor(what: string, atSeconds: number, cause?: unknown) {
    super(`${what} (at ${atSeconds} simulated seconds)`, cause === undefined ? {} : { cause });
    this.what = what;
    this.atSeconds = atSeconds;
  }
}
