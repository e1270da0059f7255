import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/core/random-streams.ts';
import { cheHitRatio } from '../../src/sim/che.ts';

/** The three classes fitted to the FIU "cheetah" mail server, with the hit ratios that Che's approximation gave at fractions of the
 * footprint: data of the S3-FIFO authors (sosp23-s3fifo, result/cachesim/FIU), fit and values computed for this project. */
const CLASSES = [
  { share: 0.01, requestShare: 0.7 },
  { share: 0.03, requestShare: 0.2 },
  { share: 0.96, requestShare: 0.1 },
];

describe("Che's approximation", () => {
  test.each([
    [0.001, 0.05],
    [0.003, 0.147],
    [0.01, 0.444],
    [0.03, 0.779],
    [0.1, 0.903],
    [0.2, 0.917],
    [0.4, 0.937],
    [0.8, 0.979],
  ])('three classes at %s of the data: %s', (share, hit) => {
    expect(cheHitRatio(CLASSES, share)).toBeCloseTo(hit, 2);
  });

  test('is nothing without room and everything with room for all', () => {
    expect(cheHitRatio(CLASSES, 0)).toBe(0);
    expect(cheHitRatio(CLASSES, 1)).toBe(1);
  });

  test('agrees with an exact LRU within 0.01', () => {
    const count = 10_000;
    const room = 600;
    const random = openStream('lru');
    const cache = new Map<number, true>();
    const first = [0, 0.01, 0.04, 1].map((edge) => Math.round(edge * count));
    let hits = 0;
    const warm = 50_000;
    const counted = 200_000;
    for (let request = 0; request < warm + counted; request += 1) {
      const u = random.uniform();
      const kind = u < 0.7 ? 0 : u < 0.9 ? 1 : 2;
      const [from = 0, to = 0] = [first[kind], first[kind + 1]];
      const object = from + Math.floor(random.uniform() * (to - from));
      const hit = cache.delete(object);
      cache.set(object, true);
      if (cache.size > room) cache.delete(cache.keys().next().value ?? -1);
      if (hit && request >= warm) hits += 1;
    }
    expect(Math.abs(hits / counted - cheHitRatio(CLASSES, room / count))).toBeLessThan(0.01);
  });
});
