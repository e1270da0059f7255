// Interarrival times by their Laplace–Stieltjes transforms E[e^{−sA}], which GI/M/1 asks for. Draws nothing.
import { type Branch, insistOnBranches } from '../moments.ts';

/** A law of the time between arrivals. */
export interface InterarrivalLaw {
  readonly meanSeconds: number;
  /** E[e^{−sA}] for s ≥ 0, per second: 1 at 0, falling. */
  readonly transform: (s: number) => number;
}

/** A metronome. */
export const deterministicLaw = (meanSeconds: number): InterarrivalLaw => ({
  meanSeconds,
  transform: (s) => Math.exp(-s * meanSeconds),
});

/** The sum of `phases` exponential times; one phase is Poisson (Kleinrock, Queueing Systems, vol. 1, 1975, section 4.2). */
export const erlangLaw = (phases: number, meanSeconds: number): InterarrivalLaw => ({
  meanSeconds,
  transform: (s) => (1 + (s * meanSeconds) / phases) ** -phases,
});

/** A choice among exponential times: bursts and lulls (Kleinrock, vol. 1, section 4.3). @throws InputError as `insistOnBranches` does. */
export function hyperexponentialLaw(branches: readonly Branch[]): InterarrivalLaw {
  insistOnBranches(branches);
  return {
    meanSeconds: branches.reduce((sum, { probability, meanSeconds }) => sum + probability * meanSeconds, 0),
    transform: (s) =>
      branches.reduce((sum, { probability, meanSeconds }) => sum + probability / (1 + s * meanSeconds), 0),
  };
}
