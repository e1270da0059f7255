// M/G/c under processor sharing: n customers share c cores equally, each at most one core at a time.
import { answerOf, type Load, type StationAnswer } from '../answer.ts';
import { ABOVE_ZERO, COUNT, insist, NOT_NEGATIVE } from '../guard.ts';
import { mmcWaitingSeconds } from './mmc.ts';

/**
 * The number present has the law of M/M/c, whatever the service distribution, and so the mean response is that of M/M/c
 * (Cohen, The multiple phase service network with generalized processor sharing, Acta Informatica 12, 1979; Kelly,
 * Reversibility and Stochastic Networks, 1979, section 3.3).
 * @throws InputError on a negative rate, a service time that is not above 0, or servers that are no whole number.
 */
export function mgcPs(load: Load): StationAnswer {
  insist('mgcPs', load, { arrivalRatePerSecond: NOT_NEGATIVE, serviceSeconds: ABOVE_ZERO, servers: COUNT });
  return answerOf({ exact: true, method: 'M/G/c PS (insensitive)' }, load, mmcWaitingSeconds(load));
}
