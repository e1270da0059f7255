// A delay: nobody waits for another, so a visit takes its service time.
import type { Finding } from '../finding.ts';
import type { StationLoad } from '../station-load.ts';

/** Exact by Little's law alone (Operations Research 9, 1961), whatever the arrivals. */
export function delay({ station, classes }: StationLoad): Finding | null {
  if (station.type !== 'delay') return null;
  return {
    exact: true,
    method: 'delay (Little)',
    classes: classes.map(({ service }) => ({ waitingSeconds: 0, responseSeconds: service.meanSeconds })),
  };
}
