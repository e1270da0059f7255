import { describe, expect, test } from 'vitest';
import { DAY_SECONDS } from '../../../src/core/units.ts';
import { everyDay, nextTimeOfDay } from '../../../src/engine/antispam/daily-schedule.ts';
import { createVirtualClock } from '../queue/virtual-clock.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const shown = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('the next time of day', () => {
  test.each([
    ['03:30', 'UTC', '2024-05-01T00:00:00Z', '2024-05-01T03:30:00.000Z'],
    ['03:30', 'UTC', '2024-05-01T03:30:00Z', '2024-05-02T03:30:00.000Z'],
    ['03:30', 'UTC', '2024-05-01T03:29:59Z', '2024-05-01T03:30:00.000Z'],
    ['03:30', 'Europe/Berlin', '2024-05-01T00:00:00Z', '2024-05-01T01:30:00.000Z'],
    ['03:30', 'Asia/Kolkata', '2024-05-01T00:00:00Z', '2024-05-01T22:00:00.000Z'],
    // The night in which clocks go forward, and the one in which they go back.
    ['04:00', 'Europe/Berlin', '2024-03-30T23:00:00Z', '2024-03-31T02:00:00.000Z'],
    ['02:30', 'Europe/Berlin', '2024-03-31T00:00:00Z', '2024-03-31T01:30:00.000Z'],
    ['04:00', 'Europe/Berlin', '2024-10-26T22:00:00Z', '2024-10-27T03:00:00.000Z'],
  ])('%s in %s after %s is %s', (time, timeZone, now, wanted) => {
    expect(shown(nextTimeOfDay(time, timeZone, at(now)))).toBe(wanted);
  });
  test('is always ahead, and never more than 25 hours', () => {
    for (let hour = 0; hour < 24 * 366; hour += 7) {
      const now = at('2024-01-01T00:00:00Z') + hour * 3600 + 17;
      for (const timeZone of ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe']) {
        const ahead = nextTimeOfDay('02:30', timeZone, now) - now;
        expect(ahead).toBeGreaterThan(0);
        expect(ahead).toBeLessThanOrEqual(25 * 3600);
      }
    }
  });
});

describe('a daily schedule', () => {
  test('runs once a day at its time, until it is called off', async () => {
    const clock = createVirtualClock(at('2024-05-01T00:00:00Z'));
    const runs: string[] = [];
    const work = async () => void runs.push(shown(clock.now()));
    const callOff = everyDay({ time: '03:30', timeZone: 'UTC', clock, work, failed: () => {} });
    await clock.advance(3 * DAY_SECONDS);
    expect(runs).toEqual(['2024-05-01T03:30:00.000Z', '2024-05-02T03:30:00.000Z', '2024-05-03T03:30:00.000Z']);
    callOff();
    await clock.advance(2 * DAY_SECONDS);
    expect(runs).toHaveLength(3);
  });
  test('does not begin again while it still runs, and lives on when it fails', async () => {
    const clock = createVirtualClock(at('2024-05-01T00:00:00Z'));
    let runs = 0;
    let finish = (): void => {};
    const work = (): Promise<void> => {
      runs += 1;
      if (runs > 1) return Promise.reject(new Error('broken'));
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    const faults: string[] = [];
    everyDay({ time: '03:30', timeZone: 'UTC', clock, work, failed: (error) => faults.push(String(error)) });
    const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
    await clock.advance(2 * DAY_SECONDS, breathe);
    expect(runs).toBe(1);
    finish();
    await clock.advance(2 * DAY_SECONDS, breathe);
    expect(runs).toBe(3);
    expect(faults).toEqual(['Error: broken', 'Error: broken']);
  });
});
