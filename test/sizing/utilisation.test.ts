import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/problem.ts';
import { busiestHourRatePerSecond, utilisationOf } from '../../src/sizing/utilisation.ts';

// 84 core-milliseconds a mail on 4 cores are the most that the DS3617xs can have spent at 38 mails a second and 80 %.
const server = [
  { name: 'cpu', demandSeconds: 0.084, servers: 4 },
  { name: 'volume', demandSeconds: 0.01, servers: 1 },
  { name: 'link', demandSeconds: 0, servers: 1 },
];

describe('the operational laws', () => {
  it('give utilisation, bottleneck, capacity and headroom of an open load', () => {
    const { resources, ...whole } = utilisationOf(server, 19, 0.8);
    expect(resources.map(({ name }) => name)).toEqual(['cpu', 'volume', 'link']);
    expect(resources[0]?.utilisation).toBeCloseTo(0.399, 12);
    expect(resources[1]?.utilisation).toBeCloseTo(0.19, 12);
    expect(resources[1]?.waitingProbability).toBeCloseTo(0.19, 12);
    expect(resources[2]).toMatchObject({ utilisation: 0, saturationPerSecond: null, capacityPerSecond: null });
    expect(whole).toMatchObject({ bottleneck: 'cpu', arrivalRatePerSecond: 19, threshold: 0.8 });
    expect(whole.saturationPerSecond).toBeCloseTo(4 / 0.084, 12);
    expect(whole.capacityPerSecond).toBeCloseTo(3.2 / 0.084, 12);
    expect(whole.headroom).toBeCloseTo(3.2 / 0.084 / 19, 12);
  });

  it('say more than 1 for a load that cannot be carried, where everybody waits', () => {
    const { resources, headroom } = utilisationOf(server, 100, 0.8);
    expect(resources[0]?.utilisation).toBeCloseTo(2.1, 12);
    expect(resources[0]?.waitingProbability).toBe(1);
    expect(headroom).toBeLessThan(1);
  });

  it('know no headroom without load, and no bottleneck without demand', () => {
    expect(utilisationOf(server, 0, 0.8)).toMatchObject({ bottleneck: 'cpu', headroom: null });
    const idle = utilisationOf([{ name: 'link', demandSeconds: 0, servers: 1 }], 5, 0.8);
    expect(idle).toMatchObject({
      bottleneck: null,
      capacityPerSecond: null,
      saturationPerSecond: null,
      headroom: null,
    });
  });

  it('put the bottleneck exactly at the threshold when the load is the capacity', () => {
    const resource = fc.record({
      name: fc.constantFrom('cpu', 'volume', 'link'),
      demandSeconds: fc.double({ min: 1e-4, max: 10, noNaN: true }),
      servers: fc.integer({ min: 1, max: 64 }),
    });
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 5 }), (resources) => {
        const { capacityPerSecond } = utilisationOf(resources, 1, 0.8);
        const loaded = utilisationOf(resources, capacityPerSecond ?? Number.NaN, 0.8);
        expect(Math.max(...loaded.resources.map(({ utilisation }) => utilisation))).toBeCloseTo(0.8, 9);
        expect(loaded.headroom).toBeCloseTo(1, 9);
      }),
    );
  });

  it('take 8.5 % of 3,283,000 mails in the busiest hour as 77.5 mails a second', () => {
    expect(busiestHourRatePerSecond(3_283_000, 0.085)).toBeCloseTo(77.515, 3);
  });

  it('are refused negative demands, half servers and endless rates', () => {
    const one = (change: object) => [{ name: 'cpu', demandSeconds: 1, servers: 1, ...change }];
    expect(() => utilisationOf(one({ demandSeconds: -1 }), 1, 0.8)).toThrow(InputError);
    expect(() => utilisationOf(one({ servers: 0.5 }), 1, 0.8)).toThrow(InputError);
    expect(() => utilisationOf(one({}), Number.POSITIVE_INFINITY, 0.8)).toThrow(InputError);
  });
});
