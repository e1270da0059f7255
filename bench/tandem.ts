// Three M/M/8 stations in tandem with room for sixteen, blocking after service: customers a second, statistics on.
import { openStream } from '../src/core/random-streams.ts';
import { RenewalArrivals } from '../src/sim/arrivals/renewal-arrivals.ts';
import type { Customer, VisitId } from '../src/sim/customer.ts';
import { Kernel } from '../src/sim/kernel.ts';
import { QueueStation } from '../src/sim/queue-station.ts';
import { type Draws, exponentialDraws } from '../src/stats/draws.ts';

const STATIONS = 3;
const SERVERS = 8;
const ROOM = 16;
const ARRIVAL_RATE = 7.2;

class Line {
  readonly kernel = new Kernel();
  readonly stations: readonly QueueStation[];
  readonly services: readonly Draws[];
  readonly spare: Traveller[] = [];
  departed = 0;
  readonly #last: number;

  constructor(customers: number) {
    this.#last = customers;
    this.stations = Array.from(
      { length: STATIONS },
      (_, index) => new QueueStation(`s${index}`, this.kernel, { servers: SERVERS, room: ROOM, holds: true }),
    );
    this.services = this.stations.map(({ name }) => exponentialDraws(1, openStream(`bench/${name}`)));
  }

  begin(): void {
    const traveller = this.spare.pop() ?? new Traveller(this);
    traveller.at = 0;
    if (!this.stations[0]!.arrive(traveller, this.services[0]!.next())) this.spare.push(traveller);
  }

  end(traveller: Traveller): void {
    this.spare.push(traveller);
    this.departed += 1;
    if (this.departed === this.#last) this.kernel.stop();
  }
}

class Traveller implements Customer {
  readonly #line: Line;
  at = 0;

  constructor(line: Line) {
    this.#line = line;
  }

  served(visit: VisitId): void {
    const { stations } = this.#line;
    const here = stations[this.at]!;
    const next = stations[this.at + 1];
    if (next === undefined) {
      here.leave(visit);
      this.#line.end(this);
    } else if (next.isFull) next.whenRoom(() => this.#goOn(here, next, visit));
    else this.#goOn(here, next, visit);
  }

  #goOn(here: QueueStation, next: QueueStation, visit: VisitId): void {
    this.at += 1;
    next.arrive(this, this.#line.services[this.at]!.next());
    here.leave(visit);
  }
}

/** Runs until `customers` have left the last station. */
export function tandem(customers: number): { departed: number; lost: number; throughput: number } {
  const line = new Line(customers);
  const gaps = exponentialDraws(1 / ARRIVAL_RATE, openStream('bench/arrivals'));
  new RenewalArrivals(line.kernel, gaps, () => line.begin()).start();
  line.kernel.run(Number.POSITIVE_INFINITY);
  const lost = line.stations[0]!.visits[0]!.refused;
  return { departed: line.departed, lost, throughput: line.departed / line.kernel.now };
}
