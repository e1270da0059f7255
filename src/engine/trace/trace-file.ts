// The trace on disk: lines in files of bounded size and number. Nobody ever waits for it: when the disk cannot keep up or fails,
// lines are dropped, counted, and the count is written where they would have been.
import { join } from 'node:path';
import { MIB } from '../../core/units.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem, OpenFile } from '../ports/file-system.ts';

interface TraceFileOptions {
  readonly fs: FileSystem;
  readonly clock: Clock;
  /** Folder of its own; made if missing. */
  readonly folder: string;
  readonly maxFileBytes: number;
  readonly maxFiles: number;
  /** Lines held in memory until they are written, in bytes. */
  readonly maxWaitingBytes?: number;
  readonly log: EventLog;
}

export interface TraceFile {
  /** Takes a line of ASCII without its end. Never waits, never fails. */
  write(line: string): void;
  /** Lines dropped since the start. */
  readonly dropped: number;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Writes what waits and ends. */
  close(): Promise<void>;
}

/** [A] Both: a second of lines is lost in a crash, and 4 MiB are ten seconds of a busy server. */
const FLUSH_SECONDS = 1;
const MAX_WAITING_BYTES = 4 * MIB;

const NAME = /^(\d{8})\.jsonl$/;
const nameOf = (number: number): string => `${String(number).padStart(8, '0')}.jsonl`;

export async function openTraceFile(options: TraceFileOptions): Promise<TraceFile> {
  const { fs, clock, folder, maxFileBytes, maxFiles, maxWaitingBytes = MAX_WAITING_BYTES, log } = options;
  await fs.makeFolder(folder);
  const numbers = (await fs.list(folder)).flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
  let last = Math.max(0, ...numbers);
  let file: OpenFile | null = null;
  let fileBytes = 0;
  let waiting: string[] = [];
  let waitingBytes = 0;
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

  const work = async (): Promise<void> => {
    while (waiting.length > 0 || untold > 0) {
      const lines = waiting;
      const told = untold;
      waiting = [];
      waitingBytes = 0;
      untold = 0;
      if (told > 0) {
        log('trace.dropped', { lines: told });
        lines.push(`${JSON.stringify({ at: clock.now(), kind: 'dropped', lines: told })}\n`);
      }
      try {
        await append(lines);
      } catch (error) {
        // What a failing disk took of them is unknown: all count as dropped, and a new file is begun.
        log('trace.unwritten', { error: String(error) });
        drop(lines.length - (told > 0 ? 1 : 0) + told);
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
    write(line) {
      const bytes = line.length + 1;
      if (closed || bytes > maxFileBytes || waitingBytes + bytes > maxWaitingBytes) {
        drop(1);
        return;
      }
      waiting.push(`${line}\n`);
      waitingBytes += bytes;
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
