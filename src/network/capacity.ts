// How much work a station can do in the long run.

import { ownServers, type ServingSpec } from './station-kinds.ts';
import { toDistribution } from './to-distribution.ts';

/**
 * The most work that a station's servers can do in a second, in servers. Exact where service is interrupted as a server goes. A queue
 * finishes what has begun, which adds at most the rest of a service each time.
 * @param serviceRestSeconds mean rest of a service that is looked at: E[S²] / 2E[S].
 */
export function capacity(spec: ServingSpec, serviceRestSeconds: number): number {
  const { type, servers, schedule, outages } = spec;
  const finishes = type === 'queue';
  if (schedule) {
    const counts = schedule.servers;
    const lost = counts.reduce((sum, count, step) => sum + Math.max(0, counts.at(step - 1)! - count), 0);
    const overtime = finishes ? (lost * serviceRestSeconds) / (counts.length * schedule.stepSeconds) : 0;
    return Math.min(ownServers(spec) + overtime, Math.max(...counts));
  }
  if (!outages) return servers;
  const up = toDistribution(outages.upSeconds).mean;
  const down = toDistribution(outages.downSeconds).mean;
  const overtime = finishes ? Math.min(serviceRestSeconds, down) : 0;
  return (servers * (up + overtime)) / (up + down);
}
