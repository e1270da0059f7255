import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventList } from '../../src/sim/event-list.ts';

describe('the event list', () => {
  test('gives events by time, ties in the order in which they came', () => {
    const events = new EventList();
    const slots = [3, 1, 3, 1].map((time) => events.push(time));
    expect([events.pop(), events.pop(), events.pop(), events.pop()]).toEqual([slots[1], slots[3], slots[0], slots[2]]);
    expect(events.nextTime).toBe(Number.POSITIVE_INFINITY);
    expect(() => events.pop()).toThrow('no event');
  });

  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('push' as const), value: fc.integer({ min: 0, max: 20 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pop' as const), value: fc.constant(0) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), value: fc.nat() }) },
  );

  test('behaves as a sorted list does, cancellations included', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const events = new EventList();
        const model: { time: number; serial: number; slot: number }[] = [];
        steps.forEach(({ do: action, value }, serial) => {
          if (action === 'push') {
            model.push({ time: value, serial, slot: events.push(value) });
            model.sort((a, b) => a.time - b.time || a.serial - b.serial);
          } else if (action === 'pop') {
            if (model.length > 0) expect(events.pop()).toBe(model.shift()?.slot);
          } else {
            const [victim] = model.splice(value % Math.max(1, model.length), 1);
            if (victim) expect(events.cancel(victim.slot)).toBe(true);
            if (victim) expect(events.cancel(victim.slot)).toBe(false);
          }
          expect(events.size).toBe(model.length);
          expect(events.nextTime).toBe(model[0]?.time ?? Number.POSITIVE_INFINITY);
        });
      }),
    );
  });

  test('grows past its first room', () => {
    const events = new EventList();
    for (let index = 0; index < 5000; index += 1) events.push((index * 7919) % 5000);
    let last = -1;
    for (let index = 0; index < 5000; index += 1) {
      const { nextTime } = events;
      expect(nextTime).toBeGreaterThan(last);
      last = nextTime;
      events.pop();
    }
  });
});
