import { expect, test } from 'vitest';
import type { FileSystem } from '../../../src/engine/ports/file-system.ts';
import { openTraceFile } from '../../../src/engine/trace/trace-file.ts';
import { createVirtualClock } from '../queue/virtual-clock.ts';
import { createMemoryDisk } from '../store/memory-disk.ts';

const FOLDER = '/data/trace';

async function lab(options: { maxFileBytes?: number; maxFiles?: number; maxWaiting?: number } = {}, fs?: FileSystem) {
  const disk = createMemoryDisk();
  const used = fs ?? disk.fs;
  await used.makeFolder('/data');
  const logged: string[] = [];
  const file = await openTraceFile({
    fs: used,
    clock: createVirtualClock(1_700_000_000),
    folder: FOLDER,
    maxFileBytes: 1000,
    maxFiles: 3,
    encode: (text: string) => text,
    log: (event, facts) => void logged.push(`${event} ${JSON.stringify(facts)}`),
    ...options,
  });
  const files = async (): Promise<string[]> => [...(await used.list(FOLDER))].sort();
  const text = async (name: string): Promise<string> => (await used.read(`${FOLDER}/${name}`))?.toString() ?? '';
  const lines = async (): Promise<string[]> =>
    (await Promise.all((await files()).map(text)))
      .join('')
      .split('\n')
      .filter((line) => line !== '');
  return { file, files, text, lines, logged, disk };
}

const line = (number: number): string => JSON.stringify({ kind: 'test', number: String(number).padStart(4, '0') });

test('lines are on disk in their order, whole, after a flush', async () => {
  const { file, lines } = await lab();
  for (let number = 0; number < 20; number += 1) file.write(line(number));
  await file.flush();
  expect(await lines()).toEqual(Array.from({ length: 20 }, (_, number) => line(number)));
  await file.close();
});

test('the trace never holds more files than allowed, nor a file more bytes, and keeps the newest', async () => {
  const { file, files, text, lines } = await lab();
  for (let number = 0; number < 500; number += 1) {
    file.write(line(number));
    if (number % 7 === 0) await file.flush();
    expect((await files()).length).toBeLessThanOrEqual(3);
  }
  await file.close();
  for (const name of await files()) expect((await text(name)).length).toBeLessThanOrEqual(1000);
  expect((await lines()).at(-1)).toBe(line(499));
  expect((await files()).at(-1)).toBe('00000017.jsonl');
  expect(file.dropped).toBe(0);
});

test('without the limit of files all of them would be there: the bound is the limit, not luck', async () => {
  const { file, files } = await lab({ maxFiles: 1000 });
  for (let number = 0; number < 500; number += 1) file.write(line(number));
  await file.close();
  expect((await files()).length).toBe(17);
});

test('a new start goes on with the next number and lets the oldest go', async () => {
  const first = await lab();
  for (let number = 0; number < 200; number += 1) first.file.write(line(number));
  await first.file.close();
  const names = await first.files();
  const second = await lab({}, first.disk.fs);
  second.file.write(line(1000));
  await second.file.close();
  expect(await second.files()).toEqual([...names.slice(1), '00000008.jsonl']);
});

test('what does not fit into memory is dropped, counted, and said where it would have been', async () => {
  const { file, lines, logged } = await lab({ maxWaiting: 10 });
  for (let number = 0; number < 25; number += 1) file.write(line(number));
  expect(file.dropped).toBe(15);
  await file.flush();
  const written = await lines();
  expect(written.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, number) => line(number)));
  expect(JSON.parse(written[10] ?? '')).toEqual({ at: 1_700_000_000, kind: 'dropped', lines: 15 });
  expect(logged).toEqual(['trace.dropped {"lines":15}']);
  file.write(line(99));
  await file.close();
  expect((await lines()).at(-1)).toBe(line(99));
});

test('a line that is larger than a file is dropped', async () => {
  const { file, lines } = await lab();
  file.write('x'.repeat(2000));
  await file.close();
  expect(file.dropped).toBe(1);
  expect((await lines()).map((text) => JSON.parse(text).kind)).toEqual(['dropped']);
});

test('a disk that fails costs lines, never the caller, and is used again when it works', async () => {
  const disk = createMemoryDisk();
  let broken = false;
  const fs: FileSystem = {
    ...disk.fs,
    async open(path, mode) {
      const file = await disk.fs.open(path, mode);
      return {
        ...file,
        write: (bytes) =>
          broken ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) : file.write(bytes),
      };
    },
  };
  const { file, lines, logged } = await lab({}, fs);
  file.write(line(1));
  await file.flush();
  broken = true;
  file.write(line(2));
  file.write(line(3));
  await file.flush();
  expect(file.dropped).toBe(2);
  expect(logged).toEqual(['trace.unwritten {"error":"Error: full"}']);
  broken = false;
  file.write(line(4));
  await file.close();
  expect((await lines()).map((text) => JSON.parse(text)).map(({ number, lines: lost }) => number ?? lost)).toEqual([
    '0001',
    '0004',
    2,
  ]);
});

test('lines of the last second are written by themselves', async () => {
  const disk = createMemoryDisk();
  await disk.fs.makeFolder('/data');
  const clock = createVirtualClock(0);
  const file = await openTraceFile({
    fs: disk.fs,
    clock,
    folder: FOLDER,
    maxFileBytes: 1000,
    maxFiles: 2,
    encode: (text: string) => text,
    log: () => {},
  });
  file.write(line(1));
  await clock.advance(1);
  await file.flush();
  expect((await disk.fs.read(`${FOLDER}/00000001.jsonl`))?.toString()).toBe(`${line(1)}\n`);
  await file.close();
});
