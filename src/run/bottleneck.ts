// Which station breaks first, in numbers and in one sentence.
import type { SimulationResult, StationResult } from './result.ts';

const percent = (ratio: number): string => `${(ratio * 100).toFixed(ratio < 0.1 ? 1 : 0)} %`;

/**
 * The station with the highest utilisation in the busiest hour. A delay station has no servers and cannot be one.
 * @param ceiling utilisation that no resource should exceed (row 1.7: 0.8).
 */
export function bottleneckOf(stations: readonly StationResult[], ceiling: number): SimulationResult['bottleneck'] {
  const [busiest] = stations
    .filter(({ servers }) => Number.isFinite(servers) && servers > 0)
    .sort((a, b) => b.busiestHourUtilisation.mean - a.busiestHourUtilisation.mean);
  if (!busiest) throw new Error('no station with servers');
  const utilisation = busiest.busiestHourUtilisation.mean;
  const headroom = utilisation > 0 ? ceiling / utilisation : Number.MAX_VALUE;
  const busy = `${busiest.title}: ${percent(utilisation)} busy in the busiest hour`;
  if (utilisation === 0) {
    const sentence = 'No resource has anything to do.';
    return { station: busiest.name, utilisation, ceiling, headroom, sentence };
  }
  const sentence =
    utilisation > ceiling
      ? `${busy}, above the ceiling of ${percent(ceiling)}. The load has to shrink to ${percent(headroom)}, or this resource to grow.`
      : `${busy}, the ceiling is ${percent(ceiling)}. The mail load could grow ${headroom.toFixed(1)} times before this resource is full.`;
  return { station: busiest.name, utilisation, ceiling, headroom, sentence };
}
