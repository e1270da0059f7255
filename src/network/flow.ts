// How customers move: from outside, by their routes from node to node, and out again.
import type { VisitId } from '../sim/customer.ts';
import type { Handler, Kernel } from '../sim/kernel.ts';
import type { Station } from '../sim/station.ts';
import type { VisitStatistics } from '../sim/visit-statistics.ts';
import { NO_VISIT } from '../sim/visit-table.ts';
import type { Draws } from '../stats/draws.ts';
import type { Histogram } from '../stats/histogram.ts';
import { Doors } from './doors.ts';
import { type Holding, Job } from './job.ts';
import type { PoolUse } from './pool-use.ts';
import { OUTSIDE, type RouteTable } from './route-table.ts';

/** A node of the network. Service and patience draws are by class; null where the class has none. */
export type Node =
  | {
      readonly kind: 'station';
      readonly station: Station;
      /** Customers keep their server until they are where they go next. */
      readonly holds: boolean;
      /** Neither its servers nor anybody's patience can end a wait for room. */
      readonly steady: boolean;
      readonly whenFull: 'drop' | 'block' | 'defer';
      readonly retry: Draws | null;
      readonly service: readonly (Draws | null)[];
      readonly patience: readonly (Draws | null)[];
    }
  | { readonly kind: 'fork'; readonly branches: readonly number[]; readonly join: number }
  | { readonly kind: 'join' }
  | { readonly kind: 'acquire'; readonly pool: number; readonly tokens: number }
  | { readonly kind: 'release'; readonly pool: number };

type StationNode = Extract<Node, { kind: 'station' }>;

export interface ClassFlow {
  readonly closed: boolean;
  readonly routes: RouteTable;
  /** Node where a closed class begins its cycles. */
  readonly home: number;
  /** Customers in the network; of a closed class, its cycles. */
  readonly visits: VisitStatistics;
  readonly responses: Histogram;
}

export class Flow implements Handler {
  readonly #kernel: Kernel;
  readonly #nodes: readonly Node[];
  readonly #pools: readonly PoolUse[];
  readonly #classes: readonly ClassFlow[];
  readonly #doors = new Doors();
  readonly #spare: Job[] = [];
  /** Customers that come again later, by the argument of their event. */
  readonly #deferred: (Job | undefined)[] = [];
  readonly #freeDeferred: number[] = [];

  constructor(kernel: Kernel, nodes: readonly Node[], pools: readonly PoolUse[], classes: readonly ClassFlow[]) {
    this.#kernel = kernel;
    this.#nodes = nodes;
    this.#pools = pools;
    this.#classes = classes;
  }

  /** A customer begins. */
  begin(cls: number): void {
    const { now } = this.#kernel;
    const { visits, routes } = this.#classes[cls]!;
    const job = this.#spare.pop() ?? new Job(this);
    job.cls = cls;
    job.since = now;
    visits.arrived(now);
    this.#move(job, OUTSIDE, NO_VISIT, routes.next(OUTSIDE));
  }

  /** A node is done with a customer. @param visit is still open where the station holds its customers, or where tokens were granted. */
  served(job: Job, visit: VisitId): void {
    const from = job.node;
    const node = this.#nodes[from]!;
    if (node.kind === 'acquire') {
      job.held.push({ pool: node.pool, tokens: node.tokens, visit });
      this.#pools[node.pool]!.granted(job.cls, node.tokens, this.#kernel.now);
    }
    const left = node.kind === 'station' && node.holds ? visit : NO_VISIT;
    this.#move(job, from, left, this.#classes[job.cls]!.routes.next(from));
  }

  /** A customer leaves without having been served: for want of room, or of patience. Those of a closed class begin again at home. */
  lose(job: Job): void {
    const { whole, cls } = job;
    if (whole !== null) {
      this.#partDone(job, whole);
      return;
    }
    const { closed, visits } = this.#classes[cls]!;
    visits.gaveUp(job.since, this.#kernel.now);
    this.#putAway(job);
    if (closed) this.begin(cls);
  }

  /** Stations that block each other for ever, by number. */
  deadlocked(): number[] {
    const stuck = this.#doors.deadlocked((station) => {
      const node = this.#nodes[station]!;
      return node.kind === 'station' && node.steady ? node.station.servers : Number.POSITIVE_INFINITY;
    });
    return stuck.sort((a, b) => a - b);
  }

  /** A deferred customer comes again: the kernel's event. */
  handle(ticket: number): void {
    const job = this.#deferred[ticket]!;
    this.#deferred[ticket] = undefined;
    this.#freeDeferred.push(ticket);
    this.#move(job, OUTSIDE, NO_VISIT, job.node);
  }

  /** @param visit open at `from` until the customer is where it goes; `NO_VISIT`: it has left already. */
  #move(job: Job, from: number, visit: VisitId, to: number): void {
    if (to === OUTSIDE) {
      this.#leave(from, visit);
      this.#end(job);
      return;
    }
    const node = this.#nodes[to]!;
    if (node.kind !== 'station') {
      this.#leave(from, visit);
      job.node = to;
      this.#pass(job, node, to);
      return;
    }
    const cls = this.#classes[job.cls]!;
    if (cls.closed && to === cls.home && from !== OUTSIDE && job.whole === null) this.#cycle(job, cls);
    // Outside nobody waits: there an open class would queue without end.
    const waits = node.whenFull === 'block' && (cls.closed || from !== OUTSIDE);
    if (waits && node.station.isFull) this.#waitOutside(job, from, visit, to, node);
    else this.#enter(job, from, visit, to, node);
  }

  #waitOutside(job: Job, from: number, visit: VisitId, to: number, node: StationNode): void {
    const keeps = visit !== NO_VISIT;
    if (keeps) this.#doors.wait(from, to);
    node.station.whenRoom(() => {
      if (keeps) this.#doors.enter(from, to);
      this.#enter(job, from, visit, to, node);
    });
  }

  #enter(job: Job, from: number, visit: VisitId, to: number, node: StationNode): void {
    const { cls } = job;
    job.node = to;
    const patience = node.patience[cls];
    const entered = patience
      ? node.station.arrive(job, node.service[cls]!.next(), cls, patience.next())
      : node.station.arrive(job, node.service[cls]!.next(), cls);
    this.#leave(from, visit);
    if (entered) return;
    if (node.whenFull === 'defer') this.#defer(job, node.retry!);
    else this.lose(job);
  }

  #pass(job: Job, node: Exclude<Node, StationNode>, at: number): void {
    switch (node.kind) {
      case 'fork':
        this.#fork(job, node.branches, node.join, at);
        break;
      case 'join':
        if (job.whole === null) this.served(job, NO_VISIT);
        else this.#partDone(job, job.whole);
        break;
      case 'acquire':
        if (!this.#pools[node.pool]!.pool.request(job, node.tokens, job.cls)) this.lose(job);
        break;
      case 'release': {
        const index = job.held.findIndex(({ pool }) => pool === node.pool);
        if (index >= 0) this.#giveBack(job, job.held.splice(index, 1)[0]!);
        this.served(job, NO_VISIT);
        break;
      }
    }
  }

  #fork(whole: Job, branches: readonly number[], join: number, at: number): void {
    whole.parts = branches.length;
    whole.node = join;
    for (const branch of branches) {
      const part = this.#spare.pop() ?? new Job(this);
      part.cls = whole.cls;
      part.since = this.#kernel.now;
      part.whole = whole;
      this.#move(part, at, NO_VISIT, branch);
    }
  }

  #partDone(part: Job, whole: Job): void {
    part.whole = null;
    this.#putAway(part);
    whole.parts -= 1;
    if (whole.parts === 0) this.served(whole, NO_VISIT);
  }

  #leave(from: number, visit: VisitId): void {
    if (visit === NO_VISIT) return;
    const node = this.#nodes[from]!;
    if (node.kind === 'station') node.station.leave(visit);
  }

  #defer(job: Job, retry: Draws): void {
    const ticket = this.#freeDeferred.pop() ?? this.#deferred.length;
    this.#deferred[ticket] = job;
    this.#kernel.schedule(retry.next(), this, ticket);
  }

  #cycle(job: Job, { visits, responses }: ClassFlow): void {
    const { now } = this.#kernel;
    visits.departed(job.since, now);
    responses.record(now - job.since);
    visits.arrived(now);
    job.since = now;
  }

  #end(job: Job): void {
    const { now } = this.#kernel;
    const { visits, responses } = this.#classes[job.cls]!;
    visits.departed(job.since, now);
    responses.record(now - job.since);
    this.#putAway(job);
  }

  #giveBack({ cls }: Job, { pool, tokens, visit }: Holding): void {
    const use = this.#pools[pool]!;
    use.returned(cls, tokens, this.#kernel.now);
    use.pool.release(visit);
  }

  #putAway(job: Job): void {
    for (let holding = job.held.pop(); holding !== undefined; holding = job.held.pop()) this.#giveBack(job, holding);
    this.#spare.push(job);
  }
}
