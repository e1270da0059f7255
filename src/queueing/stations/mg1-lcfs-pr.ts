// M/G/1, last come first served, preemptive-resume: a newcomer pushes out whoever is served, who goes on later where he stopped.
import { answerOf, type StationAnswer } from '../answer.ts';
import { insistOnSingleServer, mg1, type SingleServer } from './mg1.ts';

export interface LcfsAnswer extends StationAnswer {
  readonly responseVarianceSeconds2: number;
}

/**
 * A response is a busy period, begun by the customer's own service; its mean E[S]/(1 − ρ) and the number depend on the mean of
 * service only (Kelly, Reversibility and Stochastic Networks, 1979, section 3.3; Wolff, Stochastic Modeling, 1989, ch. 8).
 * @throws InputError on a negative rate or impossible moments.
 */
export function mg1LcfsPr(station: SingleServer): LcfsAnswer {
  insistOnSingleServer('mg1LcfsPr', station);
  const { meanSeconds } = station.service;
  const { meanBusyPeriodSeconds, busyPeriodVarianceSeconds2, utilisation } = mg1(station);
  const load = { ...station, serviceSeconds: meanSeconds, servers: 1 };
  // ρ of the busy period, rather than the difference of two times, so that a light load keeps its digits.
  const beyondService = utilisation * meanBusyPeriodSeconds;
  return {
    ...answerOf({ exact: true, method: 'M/G/1 LCFS-PR' }, load, beyondService),
    responseVarianceSeconds2: busyPeriodVarianceSeconds2,
  };
}
