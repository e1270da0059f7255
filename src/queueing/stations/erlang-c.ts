// The chance of waiting at c equal servers with one queue (M/M/c): why 80 % is unsafe on a small box. Knows no mail.
import { COUNT, insist, NOT_NEGATIVE } from '../guard.ts';
import { blockingProbability } from './erlang-b.ts';

/**
 * Probability that an arrival waits, 0..1; 1 at and past saturation.
 * Erlang B by its recurrence, then C = B / (1 − ρ (1 − B)) (Kleinrock, Queueing Systems, vol. 1, 1975, ch. 3).
 * @param servers whole number of one or more, e.g. cores. @param utilisation of each server, 0 or more.
 * @throws InputError on other figures.
 */
export function waitingProbability(servers: number, utilisation: number): number {
  insist('erlangC', { servers, utilisation }, { servers: COUNT, utilisation: NOT_NEGATIVE });
  if (utilisation >= 1) return 1;
  const blocking = blockingProbability(servers, servers * utilisation);
  return blocking / (1 - utilisation * (1 - blocking));
}

/**
 * The utilisation at which an arrival waits with `probability` (0..1): what may be used instead of a flat 80 %.
 * Inverts `waitingProbability`, which rises with utilisation, by halving down to 2^-52.
 */
export function utilisationAtWaiting(servers: number, probability: number): number {
  insist('erlangC', { probability }, { probability: NOT_NEGATIVE });
  let low = 0;
  let high = 1;
  for (let step = 0; step < 52; step += 1) {
    const middle = (low + high) / 2;
    if (waitingProbability(servers, middle) < probability) low = middle;
    else high = middle;
  }
  return high;
}
