// The binomial distribution, by the incomplete beta function, so that the number of trials does not matter.
import { incompleteBeta } from './incomplete-beta.ts';

/**
 * P(at most `successes` of `trials`), each with the given probability.
 * SOURCE: Abramowitz and Stegun, 26.5.24.
 */
export function binomialCdf(successes: number, trials: number, probability: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return incompleteBeta(1 - probability, trials - successes, successes + 1);
}
