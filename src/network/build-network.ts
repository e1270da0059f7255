// Puts a network together: stations, pools and arrivals on a kernel, with a random stream for every purpose.
import type { RandomStream } from '../core/random.ts';
import { ModulatedArrivals } from '../sim/arrivals/modulated-arrivals.ts';
import { ProfileArrivals } from '../sim/arrivals/profile-arrivals.ts';
import { RenewalArrivals } from '../sim/arrivals/renewal-arrivals.ts';
import { TraceArrivals } from '../sim/arrivals/trace-arrivals.ts';
import type { Kernel } from '../sim/kernel.ts';
import { PriorityStation } from '../sim/priority-station.ts';
import { QueueStation } from '../sim/queue-station.ts';
import { ServerOutages } from '../sim/server-outages.ts';
import { ServerSchedule } from '../sim/server-schedule.ts';
import { SharingStation } from '../sim/sharing-station.ts';
import type { Station } from '../sim/station.ts';
import { TokenPool } from '../sim/token-pool.ts';
import { VisitStatistics } from '../sim/visit-statistics.ts';
import { byInversion } from '../stats/distributions/by-inversion.ts';
import { type Draws, drawsOf } from '../stats/draws.ts';
import { Histogram } from '../stats/histogram.ts';
import type { DistributionSpec } from './distribution-spec.ts';
import { type ClassFlow, Flow, type Node } from './flow.ts';
import { PoolUse } from './pool-use.ts';
import { RouteTable } from './route-table.ts';
import { keepsCustomers, targetsOf } from './routes.ts';
import type { ClassSpec, Network, StationSpec } from './schema.ts';
import { isServing, type ServingSpec, type TimedSpec } from './station-kinds.ts';
import { toDistribution } from './to-distribution.ts';

/** Opens the stream of a purpose, e.g. `service.cpu.web`. */
export type OpenPurpose = (purpose: string) => RandomStream;

export interface BuiltNetwork {
  readonly nodes: readonly Node[];
  readonly pools: readonly PoolUse[];
  readonly classes: readonly ClassFlow[];
  readonly flow: Flow;
  /** Lets arrivals, populations, schedules and outages begin. */
  start(): void;
}

class Builder {
  readonly #network: Network;
  readonly #kernel: Kernel;
  readonly #open: OpenPurpose;
  readonly #starts: (() => void)[] = [];

  constructor(network: Network, kernel: Kernel, open: OpenPurpose) {
    this.#network = network;
    this.#kernel = kernel;
    this.#open = open;
  }

  /** Antithetic pairs need draws that rise with their uniform. */
  #draws(spec: DistributionSpec, purpose: string): Draws {
    const distribution = toDistribution(spec);
    return drawsOf(this.#network.run.antithetic ? byInversion(distribution) : distribution, this.#open(purpose));
  }

  #byClass(purpose: string, station: string, of: (cls: ClassSpec) => DistributionSpec | undefined): (Draws | null)[] {
    return this.#network.classes.map((cls) => {
      const spec = of(cls);
      return spec === undefined ? null : this.#draws(spec, `${purpose}.${station}.${cls.name}`);
    });
  }

  #station(spec: ServingSpec, holds: boolean): Station {
    const { name, servers } = spec;
    const { classes } = this.#network;
    const room = spec.room === undefined ? {} : { room: spec.room };
    switch (spec.type) {
      case 'queue':
        return new QueueStation(name, this.#kernel, { servers, ...room, classes: classes.length, holds });
      case 'sharing': {
        const { perCustomer } = spec;
        return new SharingStation(name, this.#kernel, { servers, perCustomer, ...room, classes: classes.length });
      }
      case 'priority': {
        const { preemptive, order } = spec;
        const priorities = classes.map(({ priority }) => priority);
        return new PriorityStation(name, this.#kernel, { servers, priorities, preemptive, order, ...room });
      }
    }
  }

  #serve(spec: TimedSpec): Node {
    const { name } = spec;
    const service = this.#byClass('service', name, ({ serviceSeconds }) => serviceSeconds[name]);
    const patience = this.#byClass('patience', name, ({ patienceSeconds }) => patienceSeconds[name]);
    if (!isServing(spec)) {
      const holds = keepsCustomers(this.#network, name);
      const options = { servers: Number.POSITIVE_INFINITY, classes: this.#network.classes.length, holds };
      const station = new QueueStation(name, this.#kernel, options);
      return { kind: 'station', station, holds, steady: true, whenFull: 'drop', retry: null, service, patience };
    }
    const holds = keepsCustomers(this.#network, name);
    const station = this.#station(spec, holds);
    const { schedule, outages, whenFull } = spec;
    if (schedule) {
      const clock = new ServerSchedule(this.#kernel, station, schedule.servers, schedule.stepSeconds);
      this.#starts.push(() => clock.start());
    }
    if (outages) {
      const failures = new ServerOutages(this.#kernel, station, {
        upSeconds: this.#draws(outages.upSeconds, `up.${name}`),
        downSeconds: this.#draws(outages.downSeconds, `down.${name}`),
        together: outages.together ?? 1,
      });
      this.#starts.push(() => failures.start());
    }
    const retry = spec.retrySeconds === undefined ? null : this.#draws(spec.retrySeconds, `retry.${name}`);
    const steady = !schedule && !outages && patience.every((draws) => draws === null);
    return { kind: 'station', station, holds, steady, whenFull, retry, service, patience };
  }

  #node(spec: StationSpec): Node {
    const indexOf = (name: string): number => this.#network.stations.findIndex((station) => station.name === name);
    const poolOf = (name: string): number => this.#network.pools.findIndex((pool) => pool.name === name);
    switch (spec.type) {
      case 'fork':
        return { kind: 'fork', branches: spec.branches.map(indexOf), join: indexOf(spec.join) };
      case 'join':
        return { kind: 'join' };
      case 'acquire':
        return { kind: 'acquire', pool: poolOf(spec.pool), tokens: spec.tokens };
      case 'release':
        return { kind: 'release', pool: poolOf(spec.pool) };
      default:
        return this.#serve(spec);
    }
  }

  #class(spec: ClassSpec): ClassFlow {
    const stations = this.#network.stations.map(({ name }) => name);
    const routes = new RouteTable(spec.route, stations, this.#open(`route.${spec.name}`));
    const closed = spec.population !== undefined;
    const home = closed ? stations.indexOf(targetsOf(spec.route['in'])[0]!) : -1;
    return { closed, routes, home, visits: new VisitStatistics(), responses: new Histogram() };
  }

  #unitDraws(purpose: string): Draws {
    return this.#draws({ type: 'exponential', mean: 1 }, purpose);
  }

  #arrivals(spec: ClassSpec, begin: () => void): void {
    const { arrivals, name, batchSize, population } = spec;
    if (population !== undefined) {
      this.#starts.push(() => {
        for (let customer = 0; customer < population; customer += 1) begin();
      });
    }
    if (arrivals === undefined) return;
    const sizes = batchSize === undefined ? null : this.#draws(batchSize, `batch.${name}`);
    const arrived = (): void => {
      const customers = sizes === null ? 1 : sizes.next();
      for (let customer = 0; customer < customers; customer += 1) begin();
    };
    const purpose = `arrivals.${name}`;
    const source = (): { start(): void } | null => {
      switch (arrivals.process) {
        case 'poisson': {
          if (arrivals.ratePerSecond === 0) return null;
          const gaps = this.#draws({ type: 'exponential', mean: 1 / arrivals.ratePerSecond }, purpose);
          return new RenewalArrivals(this.#kernel, gaps, arrived);
        }
        case 'renewal':
          return new RenewalArrivals(this.#kernel, this.#draws(arrivals.gapSeconds, purpose), arrived);
        case 'profile':
          return new ProfileArrivals(this.#kernel, arrivals, this.#unitDraws(purpose), arrived);
        case 'modulated': {
          const stays = this.#unitDraws(`states.${name}`);
          return new ModulatedArrivals(this.#kernel, arrivals.states, this.#unitDraws(purpose), stays, arrived);
        }
        case 'trace':
          return new TraceArrivals(this.#kernel, arrivals.atSeconds, arrived);
      }
    };
    const made = source();
    this.#starts.push(() => made?.start());
  }

  build(): BuiltNetwork {
    const nodes = this.#network.stations.map((spec) => this.#node(spec));
    const pools = this.#network.pools.map(
      ({ name, tokens, waitingRoom = Number.POSITIVE_INFINITY }) =>
        new PoolUse(new TokenPool(name, this.#kernel, { tokens, waitingRoom, classes: this.#network.classes.length })),
    );
    const classes = this.#network.classes.map((spec) => this.#class(spec));
    const flow = new Flow(this.#kernel, nodes, pools, classes);
    for (const [cls, spec] of this.#network.classes.entries()) this.#arrivals(spec, () => flow.begin(cls));
    const start = (): void => {
      for (const begin of this.#starts) begin();
    };
    return { nodes, pools, classes, flow, start };
  }
}

/** @param network checked by `checkNetwork`. */
export const buildNetwork = (network: Network, kernel: Kernel, open: OpenPurpose): BuiltNetwork =>
  new Builder(network, kernel, open).build();
