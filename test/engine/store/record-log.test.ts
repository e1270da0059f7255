import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frame, readFrames } from '../../../src/engine/store/frame.ts';
import { openRecordLog } from '../../../src/engine/store/record-log.ts';
import { createMemoryDisk } from './memory-disk.ts';

const framed = (...texts: string[]): Buffer => Buffer.concat(texts.flatMap((text) => frame(Buffer.from(text))));
const read = (bytes: Buffer) => {
  const { payloads, state } = readFrames(bytes);
  return { texts: payloads.map(String), state };
};

describe('frames', () => {
  test('come back as they went in', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        expect(read(framed(...texts))).toEqual({ texts, state: 'whole' });
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('cut anywhere, the sound ones are kept and the tail is torn', () => {
    const bytes = framed('one', 'two');
    const first = framed('one').length;
    for (let length = 1; length < bytes.length; length += 1) {
      const { texts, state } = read(bytes.subarray(0, length));
      expect(texts).toEqual(length >= first ? ['one'] : []);
      expect(state).toBe(length === first ? 'whole' : 'torn');
    }
  });

  test('with any one byte changed, no false record is read', () => {
    const bytes = framed('one', 'two', 'three');
    for (let at = 0; at < bytes.length; at += 1) {
      const broken = Buffer.from(bytes);
      broken[at] = (broken[at] ?? 0) ^ 0x41;
      const { texts, state } = read(broken);
      expect(state).not.toBe('whole');
      expect(texts).toHaveLength(2);
      expect(['one', 'two', 'three']).toEqual(expect.arrayContaining(texts));
    }
  });

  test('a tail of zeros, as a power loss leaves it, is torn and not damaged', () => {
    expect(read(Buffer.concat([framed('one'), Buffer.alloc(500)]))).toEqual({ texts: ['one'], state: 'torn' });
  });
});

describe('a record log', () => {
  test('after a failed append is rewritten from what its owner knows, and then takes more', async () => {
    const disk = createMemoryDisk();
    const known: string[] = [];
    const { log } = await openRecordLog(disk.fs, '/log', () => known);
    await log.rewrite();
    const add = async (record: string) => {
      await log.append(record);
      known.push(record);
    };
    await add('a');
    disk.failAt(disk.steps() + 1, 'EIO');
    await expect(add('lost')).rejects.toMatchObject({ code: 'EIO' });
    await add('b');
    const again = await openRecordLog(disk.afterCrash('drop').fs, '/log', () => []);
    expect(again).toMatchObject({ records: ['a', 'b'], state: 'whole' });
  });
});
