// The stationary law of a birth–death chain, finite or cut where nothing is left of it. Knows no model.
import { fault, refuse } from '../guard.ts';

export interface BirthDeath {
  /** Rate from n to n + 1. */
  readonly birthRate: (number: number) => number;
  /** Rate from n to n − 1, above 0 for n ≥ 1. */
  readonly deathRate: (number: number) => number;
  /** The highest state; endless when left out. */
  readonly room?: number;
}

/** What may be left out of a law: far below the last bit of its sum. */
const NEGLIGIBLE = 1e-30;
/** Weights are brought back to 1 before they overflow. */
const HUGE = 1e150;
const MOST_STATES = 3_000_000;

/**
 * Probabilities of 0, 1, 2, … customers: pₙ₊₁ = pₙ λₙ / μₙ₊₁ (Kleinrock, Queueing Systems, vol. 1, 1975, section 3.1).
 * The ratio λₙ / μₙ₊₁ must not rise with n, as in every queue whose servers help and whose customers are put off: then the
 * rest of the law is less than a geometric series, and the list ends where that is below 1e-30.
 * @throws InputError when three million states are not enough: the chain has no stationary law, or hardly one.
 */
export function birthDeathLaw({ birthRate, deathRate, room = Number.POSITIVE_INFINITY }: BirthDeath): number[] {
  let weights = [1];
  let weight = 1;
  let total = 1;
  for (let number = 1; number <= room; number += 1) {
    const ratio = birthRate(number - 1) / deathRate(number);
    if (ratio > HUGE) {
      // Nothing stays below: also at an infinite rate, where customers pass in no time.
      weights = weights.map(() => 0);
      total = 0;
      weight = 1;
    } else weight *= ratio;
    total += weight;
    weights.push(weight);
    if (ratio < 1 && (weight * ratio) / (1 - ratio) <= NEGLIGIBLE * total) break;
    if (weight > HUGE) {
      weights = weights.map((earlier) => earlier / HUGE);
      weight /= HUGE;
      total /= HUGE;
    }
    if (number >= MOST_STATES) refuse([fault('states', `more than ${MOST_STATES}`, 'a law with fewer states')]);
  }
  return weights.map((earlier) => earlier / total);
}

/** Mean of `value(n)` under a law of numbers. */
export const expectation = (law: readonly number[], value: (number: number) => number): number =>
  law.reduce((sum, probability, number) => sum + probability * value(number), 0);
