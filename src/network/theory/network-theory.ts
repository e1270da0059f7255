// What queueing theory says of a network, station by station and class by class, where it says anything: exact where it is, else an
// approximation that says so.
import type { ClassMetric } from '../network-result.ts';
import type { Network } from '../schema.ts';
import { closedTheory } from './closed-theory.ts';
import { feedsOf } from './feeds.ts';
import { type Finding, type StationTheory, stationTheory } from './finding.ts';
import { openClassTheory } from './open-class-theory.ts';
import { findingOf } from './station-theory.ts';
import { tandemTheory } from './tandem-theory.ts';
import type { Theory } from './theory.ts';

export interface NetworkTheory {
  /** By name of the station. */
  readonly stations: ReadonlyMap<string, StationTheory>;
  readonly classes: readonly Partial<Record<ClassMetric, Theory>>[];
}

/**
 * Answers of the whole network where there are some (tandems that block, closed classes), else station by station.
 * @param network checked by `checkNetwork`.
 */
export function networkTheory(network: Network): NetworkTheory {
  const tandem = tandemTheory(network);
  if (tandem !== null) return tandem;
  const feeds = feedsOf(network);
  const stations = new Map<string, StationTheory>();
  const findings = new Map<string, Finding>();
  for (const [index, { name }] of network.stations.entries()) {
    const load = feeds.loads[index];
    const feed = load ? feeds.of(index) : null;
    if (!load || feed === null) continue;
    const finding = findingOf(load, feed);
    if (finding !== null) findings.set(name, finding);
    stations.set(name, stationTheory(load, finding, network.classes.length));
  }
  const closed = closedTheory(network);
  for (const [name, theory] of closed?.stations ?? []) stations.set(name, theory);
  return {
    stations,
    classes: network.classes.map(
      ({ population }, cls) =>
        (population === undefined
          ? openClassTheory(network, cls, { feeds, stations, findings })
          : closed?.classes.get(cls)) ?? {},
    ),
  };
}
