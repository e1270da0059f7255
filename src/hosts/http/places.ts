// So many pieces of work at once, so many waiting; whoever comes later is told to come again. Waiting can be given up, which is
// why this is not the engine's gate: a browser that went away must not keep a place in the queue.
import { HttpProblem } from '../../http/http-problem.ts';

const RETRY_SECONDS = 10;

export class Places {
  readonly #atOnce: number;
  readonly #maxWaiting: number;
  readonly #queue = new Set<() => void>();
  #running = 0;

  constructor(atOnce: number, maxWaiting: number) {
    this.#atOnce = atOnce;
    this.#maxWaiting = maxWaiting;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** Runs `work` when a place is free. @throws HttpProblem 503 when too many wait; the signal's reason when it is aborted. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      // The one that leaves hands its place over, so that nobody slips in between.
      const [next] = this.#queue;
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#atOnce) {
      this.#running += 1;
      return;
    }
    if (this.#queue.size >= this.#maxWaiting) {
      const detail = `${this.#running} simulations run and ${this.#queue.size} wait. Come again later.`;
      throw new HttpProblem(503, detail, { headers: { 'Retry-After': String(RETRY_SECONDS) } });
    }
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        this.#queue.delete(enter);
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#queue.delete(enter);
        reject(signal.reason);
      };
      this.#queue.add(enter);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
