// Who may deliver now: so many at once to each destination, so many in all, nobody to a destination that is at rest.
import { type DestinationPolicy, DestinationWindow } from '../../pipeline/destination-window.ts';
import { type Answer, answer } from './outcome.ts';

/** What a delivery tells of its destination. */
export interface Delivered {
  /** Null when the destination talked to us. */
  readonly unreachable: Answer | null;
}

export type Turn<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** The destination is at rest, and nothing was tried. */
  | { readonly kind: 'resting'; readonly answer: Answer }
  /** Called off before it began. */
  | { readonly kind: 'withdrawn' };

export interface DestinationView {
  readonly destination: string;
  /** Deliveries allowed at once, running, and waiting. */
  readonly window: number;
  readonly running: number;
  readonly waiting: number;
  /** Null when it is not at rest. */
  readonly restsUntilSeconds: number | null;
}

interface Waiting {
  readonly owner: string;
  start(): void;
  rest(said: Answer): void;
  withdraw(): void;
}

interface Lane {
  readonly window: DestinationWindow;
  readonly waiting: Set<Waiting>;
  lastAnswer: Answer;
}

interface DispatcherOptions {
  readonly policy: DestinationPolicy;
  /** Deliveries to all destinations at once. */
  readonly maxRunning: number;
  readonly now: () => number;
}

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes = new Map<string, Lane>();
  /** Destinations that could start one more, the one that has waited longest first. */
  readonly #startable = new Set<string>();
  #running = 0;
  #closed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Runs `work` when it is its turn. @param owner by which it can be withdrawn */
  run<T extends Delivered>(destination: string, owner: string, work: () => Promise<T>): Promise<Turn<T>> {
    if (this.#closed) return Promise.resolve({ kind: 'withdrawn' });
    const lane = this.#lane(destination);
    return new Promise((resolve, reject) => {
      lane.waiting.add({
        owner,
        start: () => {
          void this.#deliver(lane, work)
            .then((value) => resolve({ kind: 'done', value }), reject)
            .finally(() => this.#pump(destination));
        },
        rest: (said) => resolve({ kind: 'resting', answer: said }),
        withdraw: () => resolve({ kind: 'withdrawn' }),
      });
      this.#pump(destination);
    });
  }

  /** Calls off what has not begun. */
  withdraw(isMeant: (owner: string) => boolean): void {
    for (const [destination, { waiting }] of this.#lanes) {
      for (const one of waiting)
        if (isMeant(one.owner)) {
          waiting.delete(one);
          one.withdraw();
        }
      this.#pump(destination);
    }
  }

  /** Starts nothing more. */
  close(): void {
    this.#closed = true;
    this.withdraw(() => true);
  }

  /** Forgets destinations that are as good as new. */
  sweep(): void {
    for (const destination of this.#lanes.keys()) this.#forgetIfFresh(destination);
  }

  /** Ends the rest of every destination: an administrator knows that it is back. */
  wake(): void {
    for (const [destination, { window, waiting }] of this.#lanes)
      if (window.running === 0 && waiting.size === 0) this.#lanes.delete(destination);
  }

  view(): DestinationView[] {
    return [...this.#lanes].map(([destination, { window, waiting }]) => ({
      destination,
      window: window.window,
      running: window.running,
      waiting: waiting.size,
      restsUntilSeconds: window.restsUntil(this.#options.now()),
    }));
  }

  #lane(destination: string): Lane {
    let lane = this.#lanes.get(destination);
    if (lane === undefined) {
      const window = new DestinationWindow(this.#options.policy);
      lane = { window, waiting: new Set(), lastAnswer: answer('4.4.0', 'no answer') };
      this.#lanes.set(destination, lane);
    }
    return lane;
  }

  async #deliver<T extends Delivered>(lane: Lane, work: () => Promise<T>): Promise<T> {
    let value: T;
    try {
      value = await work();
    } catch (error) {
      lane.window.ended();
      this.#running -= 1;
      throw error;
    }
    this.#running -= 1;
    if (value.unreachable === null) lane.window.answered();
    else {
      lane.window.failed(this.#options.now());
      lane.lastAnswer = value.unreachable;
    }
    return value;
  }

  /** Something changed for a destination. */
  #pump(destination: string): void {
    this.#update(destination);
    for (const next of this.#startable) {
      if (this.#running >= this.#options.maxRunning) return;
      this.#startable.delete(next);
      const lane = this.#lanes.get(next);
      const [first] = lane?.waiting ?? [];
      if (lane === undefined || first === undefined) continue;
      lane.waiting.delete(first);
      lane.window.started();
      this.#running += 1;
      first.start();
      this.#update(next);
    }
  }

  #update(destination: string): void {
    const lane = this.#lanes.get(destination);
    if (lane === undefined) return;
    const now = this.#options.now();
    if (lane.window.restsUntil(now) !== null) {
      const { status, text, host } = lane.lastAnswer;
      const said = answer(status.replace(/^5/, '4'), `delivery suspended: ${text}`, host);
      for (const one of lane.waiting) one.rest(said);
      lane.waiting.clear();
    }
    if (lane.waiting.size > 0 && lane.window.mayStart(now)) this.#startable.add(destination);
    else this.#startable.delete(destination);
    this.#forgetIfFresh(destination);
  }

  #forgetIfFresh(destination: string): void {
    const lane = this.#lanes.get(destination);
    if (lane?.waiting.size === 0 && lane.window.isFresh(this.#options.now())) this.#lanes.delete(destination);
  }
}
