import { describe, expect, test } from 'vitest';
import { NUMBER_FIELDS } from '../../web/form/number-fields.ts';
import { NUMBER_KEYS, planSchema } from '../../web/state/plan.ts';
import { evenStops, growingStops, nearestStop } from '../../web/state/slider-stops.ts';

describe('the stops of a slider', () => {
  test.each(NUMBER_KEYS)('%s: rise, so that every key changes the value, and are all accepted', (key) => {
    const { stops } = NUMBER_FIELDS[key];
    expect(stops.length).toBeGreaterThan(5);
    stops.forEach((stop, index) => {
      expect(planSchema.shape[key].safeParse(stop).success).toBe(true);
      if (index > 0) expect(stop).toBeGreaterThan(stops[index - 1] ?? 0);
    });
  });

  test('grow in proportion and hold the round numbers', () => {
    const stops = growingStops(1, 5000);
    expect(stops[0]).toBe(1);
    expect(stops.at(-1)).toBe(5000);
    for (const users of [50, 200, 250, 500, 750, 1000]) expect(stops).toContain(users);
  });

  test('even ones carry no rounding errors', () => {
    expect(evenStops(0.1, 0.4, 0.1)).toEqual([0.1, 0.2, 0.3, 0.4]);
  });

  test('the thumb rests at the nearest stop for values between and beyond', () => {
    expect(nearestStop([1, 10, 100], 14)).toBe(1);
    expect(nearestStop([1, 10, 100], 1e9)).toBe(2);
    expect(nearestStop([1, 10, 100], 0)).toBe(0);
  });
});
