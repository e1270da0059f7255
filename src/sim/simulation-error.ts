// A fault of a run, with the simulated time at which it happened.

export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  readonly atSeconds: number;

  constructor(message: string, atSeconds: number, cause?: unknown) {
    super(`${message} (at ${atSeconds} simulated seconds)`, cause === undefined ? {} : { cause });
    this.atSeconds = atSeconds;
  }
}
