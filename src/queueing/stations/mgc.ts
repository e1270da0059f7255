// M/G/c, first come first served: no closed form is known, so an approximation from the first two moments of service.
import { answerOf, type StationAnswer } from '../answer.ts';
import { COUNT, insist, NOT_NEGATIVE, refuse } from '../guard.ts';
import { type Moments, momentFaults, squaredVariationOf } from '../moments.ts';
import { mdc } from './mdc.ts';
import { mg1 } from './mg1.ts';
import { mmcWaitingSeconds } from './mmc.ts';

export interface GeneralService {
  readonly arrivalRatePerSecond: number;
  readonly service: Moments;
  readonly servers: number;
}

/** Between the waits of constant and exponential service, harmonically; written so that a wait of 0 divides nothing. */
function between(constant: number, exponential: number, variation: number): number {
  const below = 2 * variation * constant + (1 - variation) * exponential;
  return below > 0 ? ((1 + variation) * exponential * constant) / below : 0;
}

/**
 * Service less variable than exponential: Kimura's interpolation between M/D/c and M/M/c (Management Science 32, 1986), exact at
 * both ends. More variable: (1 + c²)/2 times the wait of M/M/c (Lee and Longton, Operational Research Quarterly 10, 1959).
 * One server: exact (Pollaczek and Khinchine). Against chains of phases on 2 to 8 servers, Kimura is within 1 % (Erlang-2
 * service) and Lee and Longton 3 to 30 % too long (hyperexponential, c² of 2 to 6), the more the more servers and the less load.
 * @throws InputError on a negative rate, impossible moments, or servers that are no whole number.
 */
export function mgc({ arrivalRatePerSecond, service, servers }: GeneralService): StationAnswer {
  insist('mgc', { arrivalRatePerSecond, servers }, { arrivalRatePerSecond: NOT_NEGATIVE, servers: COUNT });
  refuse(momentFaults('mgc.service', service));
  if (servers === 1) return mg1({ arrivalRatePerSecond, service });
  const load = { arrivalRatePerSecond, serviceSeconds: service.meanSeconds, servers };
  const variation = squaredVariationOf(service);
  const exponential = mmcWaitingSeconds(load);
  return variation < 1
    ? answerOf(
        { exact: false, method: 'M/G/c (Kimura)' },
        load,
        between(mdc(load).meanWaitingSeconds, exponential, variation),
      )
    : answerOf({ exact: false, method: 'M/G/c (Lee–Longton)' }, load, ((1 + variation) / 2) * exponential);
}
