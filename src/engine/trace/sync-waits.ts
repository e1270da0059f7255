// How long each message waited for the disk to confirm it: its file's flush, then the flush of the folder that it was moved into,
// which many share. Told by names: a file is named after its queue id, up to the first dot.
import { basename, dirname } from 'node:path';

/** Messages remembered [A]: more than can be under way at once. */
const MAX_REMEMBERED = 10_000;

const idOf = (path: string): string => basename(path).split('.', 1)[0] ?? '';

interface Moved {
  readonly id: string;
  readonly atSeconds: number;
}

export class SyncWaits {
  readonly #waited = new Map<string, number>();
  /** Moved into a folder and not known to be durable there. */
  readonly #moved = new Map<string, Moved[]>();

  fileSynced(path: string, seconds: number): void {
    this.#add(idOf(path), seconds);
  }

  moved(to: string, atSeconds: number): void {
    const folder = dirname(to);
    const moved = this.#moved.get(folder) ?? [];
    if (moved.length < MAX_REMEMBERED) moved.push({ id: idOf(to), atSeconds });
    this.#moved.set(folder, moved);
  }

  /** A flush of the folder begins. @returns what to call when it has ended */
  folderSyncing(folder: string): (atSeconds: number) => void {
    const covered = this.#moved.get(folder) ?? [];
    this.#moved.delete(folder);
    return (atSeconds) => {
      for (const { id, atSeconds: since } of covered) this.#add(id, atSeconds - since);
    };
  }

  /** Seconds that the message waited so far; forgets them. */
  take(id: string): number {
    const seconds = this.#waited.get(id) ?? 0;
    this.#waited.delete(id);
    return seconds;
  }

  #add(id: string, seconds: number): void {
    this.#waited.set(id, (this.#waited.get(id) ?? 0) + seconds);
    if (this.#waited.size <= MAX_REMEMBERED) return;
    const oldest = this.#waited.keys().next().value;
    if (oldest !== undefined) this.#waited.delete(oldest);
  }
}
