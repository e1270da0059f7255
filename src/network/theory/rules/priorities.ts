// Classes of different priority, interrupting each other or not.
import type { StationAnswer } from '../../../queueing/answer.ts';
import { mmcPriorities } from '../../../queueing/classes/mmc-priorities.ts';
import { nonPreemptive } from '../../../queueing/classes/non-preemptive.ts';
import { preemptiveResume } from '../../../queueing/classes/preemptive-resume.ts';
import type { Finding } from '../finding.ts';
import { common } from '../law.ts';
import { type ClassLoad, merged, type StationLoad } from '../station-load.ts';

/** Classes of one priority number after the other, the first to be served first. */
function levelsOf(classes: readonly ClassLoad[]): ClassLoad[][] {
  const numbers = [...new Set(classes.map(({ priority }) => priority))].sort((a, b) => a - b);
  return numbers.map((number) => classes.filter(({ priority }) => priority === number));
}

/**
 * Classes of one number are one class to the formulas. In it all wait alike for their service to begin; a preempted service takes
 * S/(1 − σ) for its own S, σ being the share of the classes above.
 */
export function priorities({ station, classes }: StationLoad): Finding | null {
  if (station.type !== 'priority' || station.room !== undefined || station.schedule || station.outages) return null;
  if (classes.some(({ patience }) => patience !== undefined)) return null;
  const { servers, preemptive, order } = station;
  const levels = levelsOf(classes);
  const loads = levels.map(merged);
  const exponential = common(
    'exponential',
    classes.map(({ service }) => service),
  );
  const answers = (): StationAnswer[] | null => {
    if (exponential && (servers > 1 || order === 'lcfs')) {
      const arrivalRatesPerSecond = loads.map(({ ratePerSecond }) => ratePerSecond);
      return mmcPriorities({ arrivalRatesPerSecond, serviceSeconds: exponential.meanSeconds, servers, preemptive });
    }
    // The newest of a level that interrupts its equals is a model of its own.
    if (servers > 1 || (preemptive && order === 'lcfs')) return null;
    const single = loads.map(({ ratePerSecond, service }) => ({ arrivalRatePerSecond: ratePerSecond, service }));
    return preemptive ? preemptiveResume(single) : nonPreemptive(single);
  };
  const found = answers();
  if (found === null) return null;
  let above = 0;
  const means = new Map<number, { waitingSeconds: number; responseSeconds: number }>();
  for (const [index, level] of levels.entries()) {
    const { meanResponseSeconds } = found[index]!;
    const { ratePerSecond, service } = loads[index]!;
    const stretch = preemptive && servers === 1 ? 1 / (1 - above) : 1;
    const beforeService = meanResponseSeconds - service.meanSeconds * stretch;
    for (const own of level) {
      const responseSeconds = beforeService + own.service.meanSeconds * stretch;
      means.set(own.cls, { waitingSeconds: responseSeconds - own.service.meanSeconds, responseSeconds });
    }
    above += ratePerSecond * service.meanSeconds;
  }
  const { exact, method } = found[0]!;
  return { exact, method, classes: classes.map(({ cls }) => means.get(cls)!) };
}
