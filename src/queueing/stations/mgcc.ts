// M/G/c/c: servers without a queue; who finds all of them busy is lost (Erlang's loss system).
import { ALWAYS_STABLE, answerOf, type Load, type StationAnswer } from '../answer.ts';
import { ABOVE_ZERO, COUNT, insist, NOT_NEGATIVE } from '../guard.ts';
import { blockingProbability } from './erlang-b.ts';

export interface LossAnswer extends StationAnswer {
  /** Chance that an arrival is turned away. */
  readonly blockingProbability: number;
}

/**
 * Erlang B, whatever the service distribution (Kleinrock, Queueing Systems, vol. 1, 1975, section 3.6; insensitivity:
 * Sevastyanov, 1957). Always stable; means are those of accepted customers, utilisation is that of the carried load.
 * @throws InputError on a negative rate, a service time that is not above 0, or servers that are no whole number.
 */
export function mgcc(load: Load): LossAnswer {
  insist('mgcc', load, { arrivalRatePerSecond: NOT_NEGATIVE, serviceSeconds: ABOVE_ZERO, servers: COUNT });
  const blocking = blockingProbability(load.servers, load.arrivalRatePerSecond * load.serviceSeconds);
  const accepted = { ...load, arrivalRatePerSecond: load.arrivalRatePerSecond * (1 - blocking) };
  return {
    ...answerOf({ exact: true, method: 'M/G/c/c (Erlang B)' }, accepted, 0, ALWAYS_STABLE),
    blockingProbability: blocking,
  };
}
