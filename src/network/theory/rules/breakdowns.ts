// One server that breaks down, also while idle, and goes on where it was interrupted.
import { mg1Breakdowns } from '../../../queueing/availability/mg1-breakdowns.ts';
import type { Finding } from '../finding.ts';
import { lawOf } from '../law.ts';
import { isOneLevel, type StationLoad } from '../station-load.ts';

/** First come first served; times between failures exponential, repairs of any law. A service takes its repairs along. */
export function breakdowns(load: StationLoad): Finding | null {
  const { station, classes, ratePerSecond, service } = load;
  if (station.type !== 'priority' || station.servers > 1 || !station.outages || station.room !== undefined) return null;
  if (station.order !== 'fcfs' || !isOneLevel(load)) return null;
  if (classes.some(({ patience }) => patience !== undefined)) return null;
  const up = lawOf(station.outages.upSeconds);
  const repair = lawOf(station.outages.downSeconds);
  if (up.kind !== 'exponential' || repair.meanSeconds === 0) return null;
  const failureRatePerSecond = 1 / up.meanSeconds;
  const { exact, method, meanWaitingSeconds } = mg1Breakdowns({
    arrivalRatePerSecond: ratePerSecond,
    service,
    failureRatePerSecond,
    repair,
    failsWhenIdle: true,
  });
  const stuck = failureRatePerSecond * repair.meanSeconds;
  const beforeService = meanWaitingSeconds - stuck * service.meanSeconds;
  return {
    exact,
    method,
    classes: classes.map((own) => {
      const waitingSeconds = beforeService + stuck * own.service.meanSeconds;
      return { waitingSeconds, responseSeconds: waitingSeconds + own.service.meanSeconds };
    }),
  };
}
