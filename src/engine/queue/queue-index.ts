// Which messages there are, in which queue, and when each is due: ids and times only, whatever the messages weigh.
import type { QueueState } from '../../pipeline/queue-life.ts';

interface IndexEntry {
  state: QueueState;
  nextSeconds: number;
}

export class QueueIndex {
  readonly #entries = new Map<string, IndexEntry>();
  /** Sets keep the order in which ids were added, and any of them can leave. */
  readonly #incoming = new Set<string>();
  readonly #due = new Set<string>();
  #dueIsNext = false;

  get size(): number {
    return this.#entries.size;
  }

  /** Messages that could be started now. */
  get ready(): number {
    return this.#incoming.size + this.#due.size;
  }

  ids(): IterableIterator<string> {
    return this.#entries.keys();
  }

  *idsOf(state: QueueState): Generator<string> {
    for (const [id, entry] of this.#entries) if (entry.state === state) yield id;
  }

  get(id: string): { readonly state: QueueState; readonly nextSeconds: number } | null {
    return this.#entries.get(id) ?? null;
  }

  counts(): Readonly<Record<QueueState, number>> {
    const counts = { incoming: 0, active: 0, deferred: 0, hold: 0 };
    for (const { state } of this.#entries.values()) counts[state] += 1;
    return counts;
  }

  put(id: string, state: QueueState, nextSeconds: number): void {
    this.#incoming.delete(id);
    this.#due.delete(id);
    const entry = this.#entries.get(id);
    if (entry === undefined) this.#entries.set(id, { state, nextSeconds });
    else Object.assign(entry, { state, nextSeconds });
    if (state === 'incoming') this.#incoming.add(id);
  }

  delete(id: string): void {
    this.#entries.delete(id);
    this.#incoming.delete(id);
    this.#due.delete(id);
  }

  /** Makes every deferred message ready whose time has come. */
  run(now: number): void {
    for (const [id, { state, nextSeconds }] of this.#entries)
      if (state === 'deferred' && nextSeconds <= now) this.#due.add(id);
  }

  /** Takes the next message and makes it active: new mail and old mail by turns, so that neither waits for all of the other. */
  take(): string | null {
    const [first, second] = this.#dueIsNext ? [this.#due, this.#incoming] : [this.#incoming, this.#due];
    this.#dueIsNext = !this.#dueIsNext;
    for (const set of [first, second])
      for (const id of set) {
        const { nextSeconds = 0 } = this.#entries.get(id) ?? {};
        this.put(id, 'active', nextSeconds);
        return id;
      }
    return null;
  }
}
