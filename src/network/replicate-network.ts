// One replication of a network, from its seed and number alone: the same arguments give the same record on every machine.
import { InputError } from '../core/problem.ts';
import { openStream } from '../core/random-streams.ts';
import { Kernel } from '../sim/kernel.ts';
import type { Law } from '../sim/laws.ts';
import { SimulationError } from '../sim/simulation-error.ts';
import { antithetic } from '../stats/distributions/antithetic.ts';
import { type BuiltNetwork, buildNetwork } from './build-network.ts';
import { explained } from './explained.ts';
import type { Network } from './schema.ts';

/** What is counted of one class at one station, or of one pool, after the warm-up. Means are null where nothing was counted. */
export interface VisitRecord {
  readonly arrivals: number;
  readonly departures: number;
  readonly refused: number;
  readonly reneged: number;
  readonly meanNumber: number;
  /** Servers that serve, or tokens that are held. */
  readonly meanBusy: number;
  /** Customers beyond those who get a server's worth of service, or hold tokens. */
  readonly meanQueueLength: number;
  readonly meanWaitingSeconds: number | null;
  readonly meanResponseSeconds: number | null;
}

/** What is counted of one class in the whole network; of a closed class, cycles are counted. */
export interface ClassRecord {
  readonly arrivals: number;
  readonly departures: number;
  /** Left without having been served: for want of room or of patience. */
  readonly lost: number;
  readonly meanNumber: number;
  readonly meanResponseSeconds: number | null;
  readonly medianResponseSeconds: number | null;
  readonly p95ResponseSeconds: number | null;
  readonly p99ResponseSeconds: number | null;
}

export interface NetworkRecord {
  readonly replication: number;
  readonly events: number;
  /** By station and class; null for nodes that serve nobody. */
  readonly stations: readonly (readonly VisitRecord[] | null)[];
  readonly pools: readonly (readonly VisitRecord[])[];
  readonly classes: readonly ClassRecord[];
}

type Counted = BuiltNetwork['classes'][number]['visits'];

const mean = (tally: Counted['response']): number | null => (tally.count > 0 ? tally.mean : null);

const visitRecord = (visits: Counted, meanBusy: number, meanServed: number, now: number): VisitRecord => ({
  arrivals: visits.arrivals,
  departures: visits.departures,
  refused: visits.refused,
  reneged: visits.reneged,
  meanNumber: visits.number.mean(now),
  meanBusy,
  meanQueueLength: visits.number.mean(now) - meanServed,
  meanWaitingSeconds: mean(visits.waiting),
  meanResponseSeconds: mean(visits.response),
});

/** Streams of a replication. Two antithetic replications share a pair's streams, the second one mirrored. */
export function purposeStreams(
  network: Network,
  replication: number,
): (purpose: string) => ReturnType<typeof openStream> {
  const { seed, antithetic: paired } = network.run;
  if (!paired) return (purpose) => openStream(`${seed}/${replication}/${purpose}`);
  const pair = Math.floor(replication / 2);
  const mirrored = replication % 2 === 1;
  return (purpose) => {
    const stream = openStream(`${seed}/pair ${pair}/${purpose}`);
    return mirrored ? antithetic(stream) : stream;
  };
}

/** Whatever in the network keeps counts. */
interface Counter {
  readonly name: string;
  resetAt(now: number): void;
  brokenLaw(now: number): Law | null;
}

function counters(network: Network, { nodes, pools, classes }: BuiltNetwork): readonly Counter[] {
  const stations = nodes.flatMap((node) => (node.kind === 'station' ? [node.station] : []));
  const uses = pools.map((use) => ({
    name: use.pool.name,
    resetAt: (now: number) => use.resetAt(now),
    brokenLaw: (now: number) => use.pool.brokenLaw(now),
  }));
  const flows = classes.map(({ visits }, cls) => ({
    name: `class ${network.classes[cls]!.name}`,
    resetAt: (now: number) => visits.resetAt(now),
    brokenLaw: (now: number) => visits.brokenLaw(now),
  }));
  return [...stations, ...uses, ...flows];
}

/**
 * Runs one replication.
 * @param warmUpSeconds simulated first, not counted.
 * @throws InputError when it needs more events than are allowed, or full stations block each other for ever; SimulationError with seed and
 * replication when a handler fails or a law does not hold.
 */
export function replicateNetwork(network: Network, warmUpSeconds: number, replication: number): NetworkRecord {
  const { lengthSeconds, maxEvents } = network.run;
  const kernel = new Kernel(maxEvents);
  return explained(network, kernel, `replication ${replication}`, () => {
    const built = buildNetwork(network, kernel, purposeStreams(network, replication));
    built.start();
    // Without a warm-up, what comes at time 0 counts.
    if (warmUpSeconds > 0) {
      kernel.run(warmUpSeconds);
      for (const counter of counters(network, built)) counter.resetAt(kernel.now);
      for (const { responses } of built.classes) responses.reset();
    }
    kernel.run(warmUpSeconds + lengthSeconds);
    check(network, built, kernel);
    return recordOf(built, kernel, replication);
  });
}

function check(network: Network, built: BuiltNetwork, kernel: Kernel): void {
  const { now } = kernel;
  for (const counter of counters(network, built)) {
    const broken = counter.brokenLaw(now);
    if (broken !== null) throw new SimulationError(`${broken} does not hold at ${counter.name}`, now);
  }
  const stuck = built.flow.deadlocked().map((station) => network.stations[station]!.name);
  if (stuck.length > 0) {
    const got = `${stuck.join(', ')}: full, and nobody there can move until another of them has room`;
    const hint = 'Give them more room, or let one of them drop or defer.';
    throw new InputError(network.name, [{ path: 'stations', got, wanted: 'no ring of stations that block', hint }]);
  }
  if (kernel.eventsPending === 0 && network.classes.some(({ population }) => population !== undefined)) {
    const got = 'tokens that all customers wait for and nobody gives back';
    throw new InputError(network.name, [{ path: 'pools', got, wanted: 'more tokens', hint: 'Or release them.' }]);
  }
}

function recordOf(built: BuiltNetwork, kernel: Kernel, replication: number): NetworkRecord {
  const { now } = kernel;
  return {
    replication,
    events: kernel.eventsHandled,
    stations: built.nodes.map((node) => {
      if (node.kind !== 'station') return null;
      return node.station.visits.map((visits, cls) => {
        const busy = node.station.busy(cls).mean(now);
        return visitRecord(visits, busy, busy, now);
      });
    }),
    pools: built.pools.map(({ pool, tokens, holders }) =>
      pool.visits.map((visits, cls) => visitRecord(visits, tokens[cls]!.mean(now), holders[cls]!.mean(now), now)),
    ),
    classes: built.classes.map(({ visits, responses }) => ({
      arrivals: visits.arrivals,
      departures: visits.departures,
      lost: visits.reneged,
      meanNumber: visits.number.mean(now),
      meanResponseSeconds: mean(visits.response),
      medianResponseSeconds: responses.quantile(0.5),
      p95ResponseSeconds: responses.quantile(0.95),
      p99ResponseSeconds: responses.quantile(0.99),
    })),
  };
}
