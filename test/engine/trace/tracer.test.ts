import { describe, expect, test } from 'vitest';
import type { FileSystem } from '../../../src/engine/ports/file-system.ts';
import { createDiskMeter } from '../../../src/engine/trace/disk-meter.ts';
import { DnsMeter } from '../../../src/engine/trace/dns-meter.ts';
import { SyncWaits } from '../../../src/engine/trace/sync-waits.ts';
import { traceLine } from '../../../src/engine/trace/trace-line.ts';
import { createTracer, NO_TRACER } from '../../../src/engine/trace/tracer.ts';
import type { DnsAnswer } from '../../../src/pipeline/resolver.ts';
import { createMemoryDisk } from '../store/memory-disk.ts';

/** A clock and a CPU meter that the test turns. */
function turning() {
  const time = { now: 100, cpu: 5 };
  return { time, ports: { now: () => time.now, cpu: () => time.cpu } };
}

describe('CPU of a piece of work', () => {
  test('is told when the work was alone', () => {
    const { time, ports } = turning();
    const tracer = createTracer([], ports);
    const begun = tracer.begin();
    time.now += 2;
    time.cpu += 0.5;
    expect(tracer.end(begun)).toEqual({ wallSeconds: 2, cpuSeconds: 0.5 });
  });

  test('is told to neither of two that overlap, however they do', () => {
    const { ports } = turning();
    const tracer = createTracer([], ports);
    const first = tracer.begin();
    const second = tracer.begin();
    expect(tracer.end(first).cpuSeconds).toBeNull();
    expect(tracer.end(second).cpuSeconds).toBeNull();
    const outer = tracer.begin();
    tracer.end(tracer.begin());
    expect(tracer.end(outer).cpuSeconds).toBeNull();
    expect(tracer.end(tracer.begin()).cpuSeconds).toBe(0);
  });

  test('is not told while a second session is open', () => {
    const { ports } = turning();
    const tracer = createTracer([], ports);
    const one = tracer.session();
    expect(tracer.end(tracer.begin()).cpuSeconds).toBe(0);
    const two = tracer.session();
    expect(tracer.end(tracer.begin()).cpuSeconds).toBeNull();
    two.close();
    two.close();
    expect(tracer.end(tracer.begin()).cpuSeconds).toBe(0);
    expect([one.number, two.number, tracer.session().number]).toEqual([1, 2, 3]);
  });

  test('is nothing for an engine that nobody measures', () => {
    expect(NO_TRACER.end(NO_TRACER.begin())).toEqual({ wallSeconds: 0, cpuSeconds: null });
    expect(NO_TRACER.on).toBe(false);
  });
});

describe('the wait for DNS', () => {
  /** A resolver whose answers come when the test says so. */
  function slow() {
    const open: ((answer: DnsAnswer) => void)[] = [];
    const resolver = { lookup: () => new Promise<DnsAnswer>((resolve) => open.push(resolve)) };
    const answer = async () => {
      open.shift()?.({ kind: 'none' });
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { resolver, answer };
  }

  test('of look-ups side by side is the time in which one of them ran, not their sum', async () => {
    const { time, ports } = turning();
    const { resolver, answer } = slow();
    const meter = new DnsMeter(resolver, ports.now);
    void meter.lookup('a.example', 'A');
    time.now += 1;
    void meter.lookup('b.example', 'A');
    time.now += 1;
    await answer();
    time.now += 1;
    await answer();
    time.now += 10;
    expect([meter.waitedSeconds, meter.lookups]).toEqual([3, 2]);
  });

  test('of look-ups one after the other adds up, and one that nobody waited for to its end counts until then', async () => {
    const { time, ports } = turning();
    const { resolver, answer } = slow();
    const meter = new DnsMeter(resolver, ports.now);
    void meter.lookup('a.example', 'A');
    time.now += 1;
    await answer();
    time.now += 5;
    void meter.lookup('a.example', 'MX');
    time.now += 2;
    expect([meter.waitedSeconds, meter.lookups]).toEqual([3, 2]);
  });
});

describe('the disk', () => {
  test('is counted and timed, and does what it did', async () => {
    const { time, ports } = turning();
    const disk = createMemoryDisk();
    const slowSync: FileSystem = {
      ...disk.fs,
      async open(path, mode) {
        const file = await disk.fs.open(path, mode);
        return {
          ...file,
          async sync() {
            await file.sync();
            time.now += 0.25;
          },
        };
      },
      async syncFolder(path) {
        await disk.fs.syncFolder(path);
        time.now += 0.5;
      },
    };
    const waits = new SyncWaits();
    const seen: number[] = [];
    const { fs, use } = createDiskMeter(slowSync, { now: ports.now, onSync: (seconds) => seen.push(seconds), waits });
    await fs.makeFolder('/tmp');
    await fs.makeFolder('/queue');
    const file = await fs.open('/tmp/ABC.queue', 'new');
    await file.write(Buffer.from('12345'));
    await file.sync();
    await file.close();
    await fs.rename('/tmp/ABC.queue', '/queue/ABC');
    time.now += 0.125;
    await fs.syncFolder('/queue');
    expect((await fs.read('/queue/ABC'))?.toString()).toBe('12345');
    await fs.readPart('/queue/ABC', 1, 2);
    expect(use).toEqual({ readBytes: 7, writtenBytes: 5, syncs: 2, syncSeconds: 0.75 });
    expect(seen).toEqual([0.25, 0.5]);
    // The wait for the folder began with the rename.
    expect(waits.take('ABC')).toBe(0.25 + 0.125 + 0.5);
    expect(waits.take('ABC')).toBe(0);
  });

  test('keeps its errors, and counts the flush that failed', async () => {
    const disk = createMemoryDisk();
    const { fs, use } = createDiskMeter(disk.fs, { now: () => 0 });
    await expect(fs.syncFolder('/nowhere')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(fs.open('/nowhere/x', 'new')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(use.syncs).toBe(1);
  });

  test('a flush of a folder that began before a file came confirms nothing of that file', () => {
    const waits = new SyncWaits();
    const synced = waits.folderSyncing('/queue');
    waits.moved('/queue/LATE', 1);
    synced(5);
    expect(waits.take('LATE')).toBe(0);
    waits.folderSyncing('/queue')(7);
    expect(waits.take('LATE')).toBe(6);
  });
});

describe('a line of the trace', () => {
  const visit = {
    kind: 'visit' as const,
    session: 1,
    message: 2,
    stage: 'spf' as const,
    phase: 'rcpt' as const,
    wallSeconds: 0.123456789,
    cpuSeconds: null,
    dnsSeconds: 0,
    dnsLookups: 3,
    bytes: 0,
    verdict: 'accept' as const,
    reason: null,
    fault: false,
  };

  test('has numbers to the microsecond and words of ours', () => {
    expect(JSON.parse(traceLine(visit, 1_700_000_000.25))).toEqual({
      at: 1_700_000_000.25,
      ...visit,
      wallSeconds: 0.123457,
    });
  });

  test.each(['alice@example.com', 'Re: salary', 'üser', 'x'.repeat(41), 'a\nb', '192.0.2.1', ''])(
    'leaves out %j wherever it stands',
    (planted) => {
      const line = traceLine({ ...visit, stage: planted as 'spf', reason: planted as unknown as null }, 0);
      expect(JSON.parse(line)).toMatchObject({ stage: null, reason: null });
      if (planted !== '') expect(line).not.toContain(planted);
    },
  );
});
