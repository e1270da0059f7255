// Customers who leave when service has not begun in time.
import { erlangA } from '../../../queueing/stations/erlang-a.ts';
import { mmcTimeout } from '../../../queueing/stations/mmc-timeout.ts';
import type { Finding } from '../finding.ts';
import { common, lawOf } from '../law.ts';
import type { StationLoad } from '../station-load.ts';

/**
 * Erlang A where patience is exponential, M/M/c+D where it is a constant, the same for all classes. Waits and responses are of those who are
 * served, the number is of everybody.
 */
export function patience({ station, classes, ratePerSecond }: StationLoad): Finding | null {
  if (station.type !== 'queue' || station.room !== undefined || station.schedule || station.outages) return null;
  const service = common(
    'exponential',
    classes.map((own) => own.service),
  );
  const laws = classes.flatMap((own) => (own.patience === undefined ? [] : [lawOf(own.patience)]));
  if (service === null || laws.length < classes.length) return null;
  const [exponential, constant] = [common('exponential', laws), common('constant', laws)];
  const patienceSeconds = (exponential ?? constant)?.meanSeconds ?? 0;
  if (patienceSeconds === 0) return null;
  const { servers } = station;
  const { meanSeconds: serviceSeconds } = service;
  const question = { arrivalRatePerSecond: ratePerSecond, serviceSeconds, servers, patienceSeconds };
  const answer = exponential ? erlangA(question) : mmcTimeout(question);
  const { exact, method, abandonmentProbability: gaveUp, meanNumber } = answer;
  // Of all, those who give up wait just as long as their patience lasts.
  const waitingSeconds = exponential
    ? erlangA(question).meanWaitingServedSeconds
    : (answer.meanWaitingSeconds - gaveUp * patienceSeconds) / (1 - gaveUp);
  return {
    exact,
    method,
    classes: classes.map((own) => ({
      waitingSeconds,
      responseSeconds: waitingSeconds + serviceSeconds,
      throughputPerSecond: own.ratePerSecond * (1 - gaveUp),
      renegingProbability: gaveUp,
      meanNumber: (meanNumber * own.ratePerSecond) / ratePerSecond,
    })),
  };
}
