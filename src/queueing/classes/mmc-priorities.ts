// M/M/c with priorities whose classes have one service time in common; the highest class first.
import { answerOf, type Load, type StationAnswer } from '../answer.ts';
import { ABOVE_ZERO, COUNT, fault, insist, NOT_NEGATIVE, refuse } from '../guard.ts';
import { waitingProbability } from '../stations/erlang-c.ts';
import { mmcWaitingSeconds } from '../stations/mmc.ts';
import { leftFor } from './priority-class.ts';

export interface PriorityLoads {
  /** One rate a class, the highest class first. */
  readonly arrivalRatesPerSecond: readonly number[];
  /** Mean of the exponential service time of every class. */
  readonly serviceSeconds: number;
  readonly servers: number;
  readonly preemptive: boolean;
}

/** The queue length of the first classes together, which are an M/M/c of their own when they interrupt the others. */
function queueLength(load: Load): number {
  return load.arrivalRatePerSecond > 0 ? load.arrivalRatePerSecond * mmcWaitingSeconds(load) : 0;
}

/**
 * Non-preemptive: Wₖ = C·S/c / ((1−σₖ₋₁)(1−σₖ)), C by Erlang (Cobham, Operations Research 2, 1954; Kella and Yechiali,
 * Stochastic Models 1, 1985). Preemptive-resume: the first k classes are an M/M/c, so a class is the difference of two (Buzen
 * and Bondi, Operations Research 31, 1983). High classes keep finite waits when the load is too much.
 * @returns an answer a class, in their order; utilisation is the class's own share.
 * @throws InputError on no class, a negative rate (preemptive: a rate of 0 too), other impossible figures.
 */
export function mmcPriorities({ arrivalRatesPerSecond: rates, ...station }: PriorityLoads): StationAnswer[] {
  const { serviceSeconds, servers, preemptive } = station;
  insist('mmcPriorities', station, { serviceSeconds: ABOVE_ZERO, servers: COUNT });
  const rule = preemptive ? ABOVE_ZERO : NOT_NEGATIVE;
  const wrong = rates.length === 0 || !rates.every(rule.holds);
  if (wrong) refuse([fault('mmcPriorities.arrivalRatesPerSecond', rates, `one rate or more, each ${rule.wanted}`)]);
  const loads = rates.map((arrivalRatePerSecond): Load => ({ arrivalRatePerSecond, serviceSeconds, servers }));
  const left = leftFor(rates.map((rate) => (rate * serviceSeconds) / servers));
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const found = (waitingProbability(servers, (total * serviceSeconds) / servers) * serviceSeconds) / servers;
  let above = { arrivalRatePerSecond: 0, serviceSeconds, servers };
  return loads.map((load, index) => {
    const { before, after } = left[index]!;
    if (!preemptive) {
      const how = { exact: true, method: 'M/M/c non-preemptive (Cobham)' } as const;
      return answerOf(how, load, found / (before * after), before);
    }
    const upTo = { ...above, arrivalRatePerSecond: above.arrivalRatePerSecond + load.arrivalRatePerSecond };
    const waiting = (queueLength(upTo) - queueLength(above)) / load.arrivalRatePerSecond;
    above = upTo;
    return answerOf({ exact: true, method: 'M/M/c preemptive-resume' }, load, waiting, before);
  });
}
