import { describe, expect, test } from 'vitest';
import { Kernel } from '../../src/sim/kernel.ts';
import { SimulationError } from '../../src/sim/simulation-error.ts';

const recorder = () => {
  const seen: number[] = [];
  return { seen, handle: (what: number) => void seen.push(what) };
};

describe('the kernel', () => {
  test('hands over events in order and leaves the clock at the end of the run', () => {
    const kernel = new Kernel();
    const log = recorder();
    kernel.schedule(2, log, 2);
    kernel.schedule(1, log, 1);
    kernel.schedule(9, log, 9);
    kernel.run(5);
    expect(log.seen).toEqual([1, 2]);
    expect(kernel.now).toBe(5);
    expect(kernel.eventsHandled).toBe(2);
  });

  test('forgets a cancelled event', () => {
    const kernel = new Kernel();
    const log = recorder();
    const event = kernel.schedule(1, log, 1);
    expect(kernel.cancel(event)).toBe(true);
    kernel.run(2);
    expect(log.seen).toEqual([]);
  });

  test('tells the simulated time of a fault', () => {
    const kernel = new Kernel();
    kernel.schedule(3, {
      handle: () => {
        throw new Error('broken');
      },
    });
    expect(() => kernel.run(5)).toThrow(new SimulationError('broken', 3));
  });

  test('ends an endless loop', () => {
    const kernel = new Kernel(1000);
    const loop = { handle: () => void kernel.schedule(0, loop) };
    kernel.schedule(0, loop);
    expect(() => kernel.run(1)).toThrow('more than 1000 events');
  });

  test.each([-1, Number.NaN])('refuses a delay of %s', (delay) => {
    expect(() => new Kernel().schedule(delay, recorder())).toThrow(SimulationError);
  });
});
