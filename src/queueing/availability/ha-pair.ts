// Two nodes, one takes over for the other: how much of a year the service is there. Knows no mail.
import { solveMarkovChain } from '../chains/solve-markov-chain.ts';
import { ABOVE_ZERO, insist, SHARE } from '../guard.ts';

export interface HaPair {
  /** Mean time to failure of one node, running or standing by. */
  readonly failureSeconds: number;
  /** Mean time to repair; one crew, so that two failed nodes are repaired one after the other. */
  readonly repairSeconds: number;
  /** Chance that a failure is noticed and the other node takes over by itself, 0..1. */
  readonly coverage: number;
  /** Mean time of such a take-over, while the service is away. */
  readonly failoverSeconds: number;
  /** Mean time until the other node serves when it does not take over by itself. */
  readonly rebootSeconds: number;
}

export interface HaPairAnswer {
  readonly exact: true;
  readonly method: string;
  /** Shares of time; the service is there with both nodes and with one. */
  readonly both: number;
  readonly failingOver: number;
  readonly rebooting: number;
  readonly one: number;
  readonly none: number;
  readonly availability: number;
  readonly downtimeSecondsPerYear: number;
}

/** 365 days. */
const YEAR_SECONDS = 31_536_000;

/**
 * A chain of five states with exponential times: both → failing over or rebooting → one → both or none → one (Trivedi,
 * Probability and Statistics with Reliability, Queuing and Computer Science Applications, 2nd ed., 2002, ch. 8: two components
 * with imperfect coverage). Unavailability is summed, not taken from 1, and so keeps its digits.
 * @throws InputError on times that are not above 0 or a coverage outside 0..1.
 */
export function haPair(pair: HaPair): HaPairAnswer {
  insist('haPair', pair, {
    failureSeconds: ABOVE_ZERO,
    repairSeconds: ABOVE_ZERO,
    coverage: SHARE,
    failoverSeconds: ABOVE_ZERO,
    rebootSeconds: ABOVE_ZERO,
  });
  const failure = 1 / pair.failureSeconds;
  const repair = 1 / pair.repairSeconds;
  const [both = 0, failingOver = 0, rebooting = 0, one = 0, none = 0] = solveMarkovChain([
    [0, 2 * failure * pair.coverage, 2 * failure * (1 - pair.coverage), 0, 0],
    [0, 0, 0, 1 / pair.failoverSeconds, 0],
    [0, 0, 0, 1 / pair.rebootSeconds, 0],
    [repair, 0, 0, 0, failure],
    [0, 0, 0, repair, 0],
  ]);
  return {
    exact: true,
    method: 'Markov chain of five states',
    both,
    failingOver,
    rebooting,
    one,
    none,
    availability: both + one,
    downtimeSecondsPerYear: (failingOver + rebooting + none) * YEAR_SECONDS,
  };
}
