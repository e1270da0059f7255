import { describe, expect, test } from 'vitest';
import { Kernel, SimulationError } from '../../src/sim/kernel.ts';

const recorder = () => {
  const seen: string[] = [];
  return { seen, handle: (what: string) => void seen.push(what) };
};

describe('the kernel', () => {
  test('hands over events in order and leaves the clock at the end of the run', () => {
    const kernel = new Kernel();
    const log = recorder();
    kernel.schedule(2, log, 'b');
    kernel.schedule(1, log, 'a');
    kernel.schedule(9, log, 'late');
    kernel.run(5);
    expect(log.seen).toEqual(['a', 'b']);
    expect(kernel.now).toBe(5);
    expect(kernel.eventsHandled).toBe(2);
  });

  test('forgets a cancelled event', () => {
    const kernel = new Kernel();
    const log = recorder();
    const event = kernel.schedule(1, log, 'never');
    expect(kernel.cancel(event)).toBe(true);
    kernel.run(2);
    expect(log.seen).toEqual([]);
  });

  test('tells the simulated time of a fault', () => {
    const kernel = new Kernel();
    kernel.schedule(
      3,
      {
        handle: () => {
          throw new Error('broken');
        },
      },
      null,
    );
    expect(() => kernel.run(5)).toThrow(new SimulationError('broken', 3));
  });

  test('ends an endless loop', () => {
    const kernel = new Kernel(1000);
    const loop = { handle: () => void kernel.schedule(0, loop, null) };
    kernel.schedule(0, loop, null);
    expect(() => kernel.run(1)).toThrow('more than 1000 events');
  });

  test.each([-1, Number.NaN])('refuses a delay of %s', (delay) => {
    expect(() => new Kernel().schedule(delay, recorder(), 'x')).toThrow(SimulationError);
  });
});
