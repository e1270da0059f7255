// Servers with finite room: who finds it full is lost.
import { mgcc } from '../../../queueing/stations/mgcc.ts';
import { mmck } from '../../../queueing/stations/mmck.ts';
import type { Finding } from '../finding.ts';
import { common } from '../law.ts';
import { isOneLevel, type StationLoad } from '../station-load.ts';

/** More takes seconds. */
const MOST_ROOM = 100_000;

/** M/G/c/c where nobody can wait, M/M/c/K where service is exponential; all classes are turned away alike. */
export function loss(load: StationLoad): Finding | null {
  const { station, classes, ratePerSecond, service } = load;
  if (station.type !== 'queue' && station.type !== 'priority') return null;
  const { room, servers } = station;
  if (room === undefined || room > MOST_ROOM || station.whenFull === 'defer') return null;
  if (station.schedule || station.outages || classes.some(({ patience }) => patience !== undefined)) return null;
  const offered = { arrivalRatePerSecond: ratePerSecond, serviceSeconds: service.meanSeconds, servers };
  const memoryless =
    common(
      'exponential',
      classes.map((own) => own.service),
    ) !== null;
  if (room > servers && !(memoryless && isOneLevel(load))) return null;
  const { exact, method, blockingProbability, meanWaitingSeconds } =
    room > servers ? mmck({ ...offered, room }) : mgcc(offered);
  return {
    exact,
    method,
    classes: classes.map((own) => ({
      waitingSeconds: meanWaitingSeconds,
      responseSeconds: meanWaitingSeconds + own.service.meanSeconds,
      throughputPerSecond: own.ratePerSecond * (1 - blockingProbability),
      blockingProbability,
    })),
  };
}
