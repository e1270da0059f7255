// A network, run: warm-up, replications until there are enough, and the answer. Synchronous and pure.
import { type Experiment, type ReplicationProgress, runExperiment } from '../sim/experiment.ts';
import { adviseStopping } from '../stats/stopping-rule.ts';
import { checkStability } from './check-stability.ts';
import { findWarmUp, type WarmUp } from './find-warm-up.ts';
import type { NetworkResult } from './network-result.ts';
import { type NetworkRecord, replicateNetwork } from './replicate-network.ts';
import type { Network } from './schema.ts';
import { summariseNetwork } from './summarise-network.ts';
import { networkTheory } from './theory/network-theory.ts';

/** The numbers whose precision is asked for: response and throughput of every class, by replication. */
function watched(network: Network, records: readonly NetworkRecord[]): number[][] {
  const pairs = network.run.antithetic;
  const series = network.classes.flatMap((_, cls) => [
    records.map(({ classes }) => classes[cls]!.meanResponseSeconds ?? 0),
    records.map(({ classes }) => classes[cls]!.departures),
  ]);
  if (!pairs) return series;
  return series.map((values) =>
    values.flatMap((value, index) => (index % 2 === 1 ? [(value + values[index - 1]!) / 2] : [])),
  );
}

interface StopAdvice {
  readonly stopped: NetworkResult['stopped'] | null;
  /** Replications that are called for as far as can be told now. */
  readonly total: number;
}

/**
 * Whether these records are enough. Looks at them as a sequence, so that whoever makes replications ahead of time, in whatever order,
 * stops at the same number of them.
 */
function adviseNetworkStop(network: Network, records: readonly NetworkRecord[]): StopAdvice {
  const { replications, precision, confidence, antithetic } = network.run;
  const count = records.length;
  if (precision === undefined) return { stopped: count >= replications ? 'as asked' : null, total: replications };
  const most = Math.max(precision.mostReplications, replications);
  if (count < replications || (antithetic && count % 2 === 1))
    return { stopped: null, total: Math.max(count + 1, replications) };
  const each = antithetic ? 2 : 1;
  const goal = {
    relativeError: precision.relativeHalfWidth,
    level: confidence,
    atLeast: Math.max(2, Math.floor(replications / each)),
    atMost: Math.max(2, Math.floor(most / each)),
  };
  const advice = watched(network, records).map((values) => adviseStopping(goal, values));
  if (advice.every(({ because }) => because === 'precise')) return { stopped: 'precise', total: count };
  if (count >= most) return { stopped: 'most reached', total: count };
  const more = Math.max(1, ...advice.map(({ moreNeeded }) => moreNeeded ?? 1));
  return { stopped: null, total: Math.min(most, count + each * more) };
}

/** A network as an experiment. @param warmUp what `findWarmUp` says. */
export const networkExperiment = (network: Network, warmUp: WarmUp): Experiment<NetworkRecord, NetworkResult> => ({
  replicate: (number) => replicateNetwork(network, warmUp.seconds, number),
  advise(records) {
    const { stopped, total } = adviseNetworkStop(network, records);
    return { stop: stopped !== null, total };
  },
  answer(records) {
    const { stopped } = adviseNetworkStop(network, records);
    return summariseNetwork(network, warmUp, records, stopped ?? 'as asked', networkTheory(network));
  },
});

/**
 * Simulates a network.
 * @param network checked by `checkNetwork`. @param onProgress told after every replication.
 * @throws InputError when a station is overloaded, stations block each other for ever, or a run needs more events than are allowed;
 * SimulationError when a run fails its own checks.
 */
export function simulateNetwork(network: Network, onProgress?: (progress: ReplicationProgress) => void): NetworkResult {
  checkStability(network, network.name);
  return runExperiment(networkExperiment(network, findWarmUp(network)), onProgress);
}
