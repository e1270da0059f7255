// Stations that keep the product form: Poisson streams of every class leave them as Poisson streams, independent of what is inside.
import { common } from './law.ts';
import { isOneLevel, type StationLoad } from './station-load.ts';

/**
 * First come first served with one exponential service for all classes; shared or newest-first service and delays with any (Baskett, Chandy,
 * Muntz, Palacios, Journal of the ACM 22, 1975; Kelly, Reversibility and Stochastic Networks, 1979, sections 3.1 and 3.3).
 */
export function isQuasiReversible(load: StationLoad): boolean {
  const { station, classes } = load;
  if (station.type === 'delay') return true;
  if (station.room !== undefined || station.schedule || station.outages) return false;
  if (classes.some(({ patience }) => patience !== undefined)) return false;
  if (station.type === 'sharing') return true;
  if (!isOneLevel(load)) return false;
  if (
    common(
      'exponential',
      classes.map(({ service }) => service),
    )
  )
    return true;
  return station.type === 'priority' && station.preemptive && station.order === 'lcfs' && station.servers === 1;
}
