import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mmc } from '../../../src/queueing/stations/mmc.ts';
import { profileMtMInfinity } from '../../../src/queueing/time-dependent/profile-mt-m-infinity.ts';
import { sineMtMInfinity } from '../../../src/queueing/time-dependent/sine-mt-m-infinity.ts';
import { transientMmc } from '../../../src/queueing/time-dependent/transient-mmc.ts';
import { expectClose } from './little.ts';

describe('M/M/c after its start', () => {
  const load = { arrivalRatePerSecond: 1.5, serviceSeconds: 1, servers: 2 };

  test('is where it began at time 0 and stationary in the end', () => {
    expect(transientMmc({ ...load, startNumber: 4, seconds: 0 })).toMatchObject({ meanNumber: 4, emptyProbability: 0 });
    const settled = transientMmc({ ...load, startNumber: 0, seconds: 400 });
    expectClose(settled.meanNumber, mmc(load).meanNumber, 1e-8);
    expectClose(settled.emptyProbability, mmc(load).emptyProbability, 1e-8);
  });

  test('rises from empty, and grows by λ − cμ a second past saturation', () => {
    const at = (seconds: number) => transientMmc({ ...load, startNumber: 0, seconds }).meanNumber;
    const rising = [0, 0.5, 1, 2, 5, 10, 40].map(at);
    expect([...rising].sort((a, b) => a - b)).toEqual(rising);
    const flood = (seconds: number) =>
      transientMmc({ arrivalRatePerSecond: 5, serviceSeconds: 1, servers: 2, startNumber: 0, seconds }).meanNumber;
    expectClose(flood(60) - flood(50), 30, 1e-6);
  });

  test('without arrivals is a pure death process: a server of its own each, e^{−t} of them left', () => {
    const answer = transientMmc({
      arrivalRatePerSecond: 0,
      serviceSeconds: 1,
      servers: 6,
      startNumber: 6,
      seconds: 0.7,
    });
    expectClose(answer.meanNumber, 6 * Math.exp(-0.7), 1e-12);
    expectClose(answer.emptyProbability, (1 - Math.exp(-0.7)) ** 6, 1e-12);
  });

  test('refuses a time that is worth a stationary answer', () => {
    expect(() => transientMmc({ ...load, startNumber: 0, seconds: 1e6 })).toThrow(/shorter/);
  });
});

describe('sessions over a day', () => {
  const profile = fc.record({
    ratesPerSecond: fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 9, noNaN: true })), {
      minLength: 1,
      maxLength: 24,
    }),
    partSeconds: fc.constant(3600),
    serviceSeconds: fc.double({ min: 60, max: 90_000, noNaN: true }),
  });

  test('begin the day as they end it, carry what comes and never pass the peak', () => {
    fc.assert(
      fc.property(profile, (day) => {
        const answer = profileMtMInfinity(day);
        const length = day.ratesPerSecond.length * day.partSeconds;
        expectClose(answer.meanNumberAt(length * (1 - 1e-13)), answer.meanNumberAt(0), 1e-6);
        expectClose(answer.meanNumberAt(-1800), answer.meanNumberAt(length - 1800));
        let sum = 0;
        for (let step = 0; step < 480; step += 1) {
          const number = answer.meanNumberAt(((step + 0.5) * length) / 480);
          expect(number).toBeLessThanOrEqual(answer.peakMeanNumber * (1 + 1e-12));
          sum += number;
        }
        expectClose(answer.meanNumberAt(answer.peakSeconds), answer.peakMeanNumber, 1e-9);
        const mean = day.ratesPerSecond.reduce((a, b) => a + b, 0) / day.ratesPerSecond.length;
        expectClose(sum / 480, mean * day.serviceSeconds, 0.02);
      }),
    );
  });

  test('by an hourly profile near a sine are those of the sine, and the peak comes after that of the arrivals', () => {
    const sine = sineMtMInfinity({
      meanRatePerSecond: 0.03,
      amplitudePerSecond: 0.02,
      periodSeconds: 86_400,
      serviceSeconds: 8 * 3600,
    });
    const minutes = 1440;
    const steps = profileMtMInfinity({
      ratesPerSecond: Array.from(
        { length: minutes },
        (_, at) => 0.03 + 0.02 * Math.sin((2 * Math.PI * (at + 0.5)) / minutes),
      ),
      partSeconds: 60,
      serviceSeconds: 8 * 3600,
    });
    for (const hour of [0, 5, 11, 17, 23])
      expectClose(steps.meanNumberAt(hour * 3600), sine.meanNumberAt(hour * 3600), 1e-5);
    expectClose(steps.peakMeanNumber, sine.peakMeanNumber, 1e-5);
    expect(sine.peakSeconds).toBeGreaterThan(6 * 3600);
    expect(Math.abs(steps.peakSeconds - sine.peakSeconds)).toBeLessThanOrEqual(60);
  });

  test('refuse a rate below 0 at any time', () => {
    const day = { periodSeconds: 86_400, serviceSeconds: 60 };
    expect(() => sineMtMInfinity({ ...day, meanRatePerSecond: 1, amplitudePerSecond: 2 })).toThrow(/mean rate or less/);
    expect(() => profileMtMInfinity({ ratesPerSecond: [1, -1], partSeconds: 1, serviceSeconds: 1 })).toThrow();
    expect(() => profileMtMInfinity({ ratesPerSecond: [], partSeconds: 1, serviceSeconds: 1 })).toThrow();
  });
});
