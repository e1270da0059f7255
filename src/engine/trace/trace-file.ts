// The trace on disk: lines in files of bounded size and number. Nobody ever waits for it: when the disk cannot keep up or fails,
// lines are dropped, counted, and the count is written where they would have been.
import { join } from 'node:path';
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem, OpenFile } from '../ports/file-system.ts';

interface TraceFileOptions<T> {
  readonly fs: FileSystem;
  readonly clock: Clock;
  /** Folder of its own; made if missing. */
  readonly folder: string;
  readonly maxFileBytes: number;
  readonly maxFiles: number;
  /** An entry as a line of ASCII without its end. Asked when it is written: many at once are cheaper than one by one between other work. */
  readonly encode: (entry: T) => string;
  /** Entries held in memory until they are written. */
  readonly maxWaiting?: number;
  readonly log: EventLog;
}

export interface TraceFile<T> {
  /** Never waits, never fails. */
  write(entry: T): void;
  /** Lines dropped since the start. */
  readonly dropped: number;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Writes what waits and ends. */
  close(): Promise<void>;
}

/** [A] A second of lines is lost in a crash; that many are two to ten seconds of a busy server and some 5 MiB. */
const FLUSH_SECONDS = 1;
const MAX_WAITING = 20_000;
/** So many are written before their second is over. */
const EARLY = 5000;
/** Lines made at once: less than a millisecond of them. */
const BATCH = 500;

const NAME = /^(\d{8})\.jsonl$/;
const nameOf = (number: number): string => `${String(number).padStart(8, '0')}.jsonl`;

export async function openTraceFile<T>(options: TraceFileOptions<T>): Promise<TraceFile<T>> {
  const { fs, clock, folder, maxFileBytes, maxFiles, encode, maxWaiting = MAX_WAITING, log } = options;
  await fs.makeFolder(folder);
  const numbers = (await fs.list(folder)).flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
  let last = Math.max(0, ...numbers);
  let file: OpenFile | null = null;
  let fileBytes = 0;
  let waiting: T[] = [];
  let dropped = 0;
  let untold = 0;
  let running: Promise<void> | null = null;
  let closed = false;

  const drop = (lines: number): void => {
    dropped += lines;
    untold += lines;
  };

  /** Begins the next file; the oldest ones go first, so that there are never more than allowed. */
  const next = async (): Promise<OpenFile> => {
    await file?.close();
    file = null;
    const kept = (await fs.list(folder)).filter((name) => NAME.test(name)).sort();
    for (const name of kept.slice(0, Math.max(0, kept.length - maxFiles + 1))) await fs.remove(join(folder, name));
    last += 1;
    fileBytes = 0;
    file = await fs.open(join(folder, nameOf(last)), 'new');
    return file;
  };

  const append = async (lines: readonly string[]): Promise<void> => {
    let from = 0;
    while (from < lines.length) {
      let into: OpenFile = file ?? (await next());
      if (fileBytes > 0 && fileBytes + (lines[from]?.length ?? 0) > maxFileBytes) into = await next();
      let to = from;
      let bytes = 0;
      for (; to < lines.length; to += 1) {
        const length = lines[to]?.length ?? 0;
        if (to > from && fileBytes + bytes + length > maxFileBytes) break;
        bytes += length;
      }
      await into.write(Buffer.from(lines.slice(from, to).join(''), 'latin1'));
      fileBytes += bytes;
      from = to;
    }
  };

  /** Lines of a file's size or less; a longer one is dropped. */
  const linesOf = (entries: readonly T[]): string[] => {
    const lines = entries.map((entry) => `${encode(entry)}\n`).filter(({ length }) => length <= maxFileBytes);
    drop(entries.length - lines.length);
    return lines;
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0 || untold > 0) {
      const entries = waiting;
      waiting = [];
      let at = 0;
      try {
        for (; at < entries.length; at += BATCH) await append(linesOf(entries.slice(at, at + BATCH)));
        at = entries.length;
        const told = untold;
        if (told === 0) continue;
        log('trace.dropped', { lines: told });
        await append([`${JSON.stringify({ at: clock.now(), kind: 'dropped', lines: told })}\n`]);
        untold -= told;
      } catch (error) {
        // What a failing disk took of them is unknown: all count as dropped, and a new file is begun.
        log('trace.unwritten', { error: String(error) });
        drop(entries.length - at);
        await file?.close().catch(() => {});
        file = null;
        return;
      }
    }
  };

  const flush = async (): Promise<void> => {
    await running;
    running ??= work().finally(() => {
      running = null;
    });
    await running;
  };

  let callOff = (): void => {};
  const later = (): void => {
    callOff = clock.after(FLUSH_SECONDS, () => void flush().finally(() => closed || later()));
  };
  later();

  return {
    write(entry) {
      if (closed || waiting.length >= maxWaiting) drop(1);
      else waiting.push(entry);
      if (waiting.length >= EARLY && running === null) void flush();
    },
    get dropped() {
      return dropped;
    },
    flush,
    async close() {
      closed = true;
      callOff();
      await flush();
      await file?.close().catch(() => {});
      file = null;
    },
  };
}
