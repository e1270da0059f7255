// M/D/c, first come first served: Poisson arrivals, a constant service time, c servers.
import { answerOf, type Load, type StationAnswer } from '../answer.ts';
import { ABOVE_ZERO, COUNT, insist, NOT_NEGATIVE } from '../guard.ts';

export interface MdcAnswer extends StationAnswer {
  readonly waitingProbability: number;
}

/** What the roots inside the unit circle add to the mean number, and the logarithm of Π|1 − zₖ|. */
interface Roots {
  readonly number: number;
  readonly logProduct: number;
}

/** A root is found when a step moves it by less than the last bits; the steps shrink at least as fast as ρᵗ. */
const MOST_STEPS = 5000;

/** The c − 1 roots zₖ = e^{2πik/c} e^{ρ(zₖ − 1)}, each by repeating that: it contracts, since ρ|z| < 1. */
function rootsOf(servers: number, rho: number): Roots {
  let number = 0;
  let logProduct = 0;
  for (let k = 1; k < servers; k += 1) {
    const angle = (2 * Math.PI * k) / servers;
    let [x, y] = [0, 0];
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const size = Math.exp(rho * (x - 1));
      const next = [size * Math.cos(angle + rho * y), size * Math.sin(angle + rho * y)] as const;
      const moved = Math.abs(next[0] - x) + Math.abs(next[1] - y);
      [x, y] = next;
      if (moved < 1e-16) break;
    }
    const apart = (1 - x) ** 2 + y ** 2;
    number += (1 - x ** 2 - y ** 2) / (2 * apart);
    logProduct += Math.log(apart) / 2;
  }
  return { number, logProduct };
}

/**
 * Exact through the chain n' = (n − c)⁺ + Poisson(a) that Crommelin (Post Office Electrical Engineers' Journal 25, 1932) watches
 * every service time, a = λS. With the roots z of z^c = e^{a(z−1)} inside the unit circle its mean is
 * a/(2(c−a)) + a/2 + Σ(1/(1−zₖ) − ½), and P(no wait) = (c−a)/Π(1−zₖ) (Bailey, JRSS B 16, 1954, for the law of such
 * chains; Franx, Operations Research Letters 29, 2001). The wait is good to about 1e-15 service times, not relatively.
 * @throws InputError on a negative rate, a service time that is not above 0, or servers that are no whole number.
 */
export function mdc(load: Load): MdcAnswer {
  insist('mdc', load, { arrivalRatePerSecond: NOT_NEGATIVE, serviceSeconds: ABOVE_ZERO, servers: COUNT });
  const { arrivalRatePerSecond, serviceSeconds, servers } = load;
  const offered = arrivalRatePerSecond * serviceSeconds;
  const spare = servers - offered;
  const how = { exact: true, method: 'M/D/c (Crommelin)' } as const;
  if (spare <= 0 || offered === 0) return { ...answerOf(how, load, 0), waitingProbability: spare <= 0 ? 1 : 0 };
  const { number, logProduct } = rootsOf(servers, offered / servers);
  const queue = Math.max(0, offered / (2 * spare) - offered / 2 + number);
  return {
    ...answerOf(how, load, queue / arrivalRatePerSecond),
    waitingProbability: Math.max(0, 1 - spare * Math.exp(-logProduct)),
  };
}
