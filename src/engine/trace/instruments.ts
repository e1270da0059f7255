// All that measures an engine, put together by its settings: nothing at all, spans for a trace file, for metrics, or for both.
import { join } from 'node:path';
import type { TraceSettings } from '../../config/trace.ts';
import type { Resolver } from '../../pipeline/resolver.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/file-system.ts';
import { createDiskMeter, type DiskUse } from './disk-meter.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { startProcessSampler } from './process-sampler.ts';
import type { Span } from './span.ts';
import { SyncWaits } from './sync-waits.ts';
import { openTraceFile } from './trace-file.ts';
import { traceLine } from './trace-line.ts';
import { createTracer, NO_TRACER, NODE_PORTS, type Tracer } from './tracer.ts';

interface InstrumentOptions {
  readonly trace: TraceSettings;
  /** Somebody may ask for metrics. */
  readonly metrics: boolean;
  readonly version: string;
  /** The data folder. */
  readonly folder: string;
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly log: EventLog;
}

export interface Instruments {
  readonly tracer: Tracer;
  readonly metrics: Metrics | null;
  /** The log, whose events are counted. */
  readonly log: EventLog;
  /** The disk as one part of the engine uses it. @param area a word for that part, e.g. `spool` */
  disk(area: string): FileSystem;
  resolver(resolver: Resolver): Resolver;
  /** Lines that the trace could not take. */
  dropped(): number;
  close(): Promise<void>;
}

/** Between two lines about the whole process. */
const PROCESS_SECONDS = 10;

/** Files of this part are named after messages. */
const SPOOL = 'spool';

interface Stamped {
  readonly span: Span;
  /** Seconds since 1970. */
  readonly at: number;
}

async function startTrace(options: InstrumentOptions, disks: () => Iterable<DiskUse>) {
  const { trace, folder, fs, clock, log } = options;
  const { maxFileBytes, maxFiles } = trace;
  const file = await openTraceFile<Stamped>({
    fs,
    clock,
    folder: join(folder, 'trace'),
    maxFileBytes,
    maxFiles,
    encode: ({ span, at }) => traceLine(span, at),
    log,
  });
  const sampler = startProcessSampler(disks);
  const write = (span: Span): void => file.write({ span, at: clock.now() });
  let callOff = (): void => {};
  const sample = (): void => {
    write(sampler.sample());
    callOff = clock.after(PROCESS_SECONDS, sample);
  };
  sample();
  return {
    write,
    file,
    async close() {
      callOff();
      write(sampler.sample());
      sampler.stop();
      await file.close();
    },
  };
}

/** @throws what the disk says when the folder of the trace cannot be made */
export async function startInstruments(options: InstrumentOptions): Promise<Instruments> {
  const { trace: settings, fs, log: told } = options;
  const { now } = NODE_PORTS;
  const metrics = options.metrics ? createMetrics(options.version) : null;
  const log = metrics?.counting(told) ?? told;
  const disks = new Map<string, DiskUse>();
  const trace = settings.enabled ? await startTrace({ ...options, log }, () => disks.values()) : null;
  if (metrics === null && trace === null)
    return {
      tracer: NO_TRACER,
      metrics,
      log,
      disk: () => fs,
      resolver: (r) => r,
      dropped: () => 0,
      close: async () => {},
    };

  const waits = new SyncWaits();
  metrics?.scraped('counter', 'plimsoll_disk_bytes_total', 'Bytes of files', ['area', 'direction'], () =>
    [...disks].flatMap(([area, { readBytes, writtenBytes }]) => [
      [{ area, direction: 'read' }, readBytes] as const,
      [{ area, direction: 'written' }, writtenBytes] as const,
    ]),
  );
  metrics?.scraped('counter', 'plimsoll_trace_dropped_lines_total', 'Lines that the trace could not take', [], () => [
    [{}, trace?.file.dropped ?? 0],
  ]);
  return {
    tracer: createTracer([...(metrics ? [metrics.span] : []), ...(trace ? [trace.write] : [])], {
      ...NODE_PORTS,
      waitedForDisk: (id) => waits.take(id),
    }),
    metrics,
    log,
    disk(area) {
      const meter = createDiskMeter(fs, {
        now,
        onSync: (seconds) => metrics?.synced(area, seconds),
        ...(area === SPOOL ? { waits } : {}),
      });
      disks.set(area, meter.use);
      return meter.fs;
    },
    resolver: (resolver) => metrics?.timed(resolver, now) ?? resolver,
    dropped: () => trace?.file.dropped ?? 0,
    close: async () => trace?.close(),
  };
}
