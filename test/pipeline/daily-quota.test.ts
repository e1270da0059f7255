import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarDay } from '../../src/pipeline/calendar-day.ts';
import { DailyQuota, type Reservation } from '../../src/pipeline/daily-quota.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const NOON = at('2025-03-10T12:00:00Z');
const TWO = { dailyMessages: 2, dailyBytes: 0 };
const NONE = { dailyMessages: 0, dailyBytes: 0 };

const taken = (answer: Reservation | string): Reservation => {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
};

describe('the calendar day', () => {
  test.each([
    ['UTC', '2025-03-10T23:59:59Z', '2025-03-10'],
    ['UTC', '2025-03-11T00:00:00Z', '2025-03-11'],
    ['Europe/Berlin', '2025-03-10T22:59:59Z', '2025-03-10'],
    ['Europe/Berlin', '2025-03-10T23:00:00Z', '2025-03-11'],
    // Summer time begins on the 30th: its day has 23 hours.
    ['Europe/Berlin', '2025-03-29T23:00:00Z', '2025-03-30'],
    ['Europe/Berlin', '2025-03-30T21:59:59Z', '2025-03-30'],
    ['Europe/Berlin', '2025-03-30T22:00:00Z', '2025-03-31'],
    ['Asia/Kathmandu', '2025-03-10T18:14:59Z', '2025-03-10'],
    ['Asia/Kathmandu', '2025-03-10T18:15:00Z', '2025-03-11'],
  ])('in %s at %s is %s', (zone, moment, day) => {
    expect(calendarDay(zone)(at(moment))).toBe(day);
  });
});

describe('the daily quota', () => {
  test('lets as many messages pass as it says, and the next ones on the next day', () => {
    const quota = new DailyQuota();
    taken(quota.reserve('a', 10, TWO, NOON));
    taken(quota.reserve('a', 10, TWO, NOON));
    expect(quota.obstacle('a', 10, TWO, NOON)).toBe('daily-messages');
    expect(quota.reserve('a', 10, TWO, at('2025-03-10T23:59:59Z'))).toBe('daily-messages');
    taken(quota.reserve('a', 10, TWO, at('2025-03-11T00:00:00Z')));
    expect(quota.list(at('2025-03-11T00:00:00Z'))).toEqual([{ account: 'a', messages: 1, bytes: 10 }]);
  });

  test('counts bytes up to the limit, and a message of exactly the rest fits', () => {
    const quota = new DailyQuota();
    const limits = { dailyMessages: 0, dailyBytes: 100 };
    taken(quota.reserve('a', 60, limits, NOON));
    expect(quota.reserve('a', 41, limits, NOON)).toBe('daily-bytes');
    taken(quota.reserve('a', 40, limits, NOON));
    expect(quota.obstacle('a', 0, limits, NOON)).toBeNull();
    expect(quota.obstacle('a', 1, limits, NOON)).toBe('daily-bytes');
  });

  test('a limit of 0 is none, and the usage is counted all the same', () => {
    const quota = new DailyQuota();
    for (let turn = 0; turn < 1000; turn += 1) taken(quota.reserve('a', 1e6, NONE, NOON));
    expect(quota.list(NOON)).toEqual([{ account: 'a', messages: 1000, bytes: 1e9 }]);
  });

  test('one account is not another', () => {
    const quota = new DailyQuota();
    taken(quota.reserve('a', 1, { dailyMessages: 1, dailyBytes: 0 }, NOON));
    taken(quota.reserve('b', 1, { dailyMessages: 1, dailyBytes: 0 }, NOON));
    expect(quota.list(NOON).map(({ account }) => account)).toEqual(['a', 'b']);
  });

  test('what was rejected before delivery gives its room back; what was accepted keeps it', () => {
    const quota = new DailyQuota();
    taken(quota.reserve('a', 10, TWO, NOON));
    const rejected = taken(quota.reserve('a', 20, TWO, NOON));
    quota.release(rejected);
    expect(quota.list(NOON)).toEqual([{ account: 'a', messages: 1, bytes: 10 }]);
    taken(quota.reserve('a', 10, TWO, NOON));
    expect(quota.reserve('a', 10, TWO, NOON)).toBe('daily-messages');
  });

  test('room that was taken on another day, or before a clearing, is not given back twice', () => {
    const quota = new DailyQuota();
    const before = taken(quota.reserve('a', 10, TWO, at('2025-03-10T23:59:59Z')));
    taken(quota.reserve('a', 10, TWO, at('2025-03-11T00:00:01Z')));
    quota.release(before);
    expect(quota.list(at('2025-03-11T00:00:02Z'))).toEqual([{ account: 'a', messages: 1, bytes: 10 }]);
    const uncleared = taken(quota.reserve('a', 10, TWO, at('2025-03-11T00:00:03Z')));
    expect(quota.clear('a', at('2025-03-11T00:00:04Z'))).toBe(true);
    taken(quota.reserve('a', 10, TWO, at('2025-03-11T00:00:05Z')));
    quota.release(uncleared);
    expect(quota.list(at('2025-03-11T00:00:06Z'))).toEqual([{ account: 'a', messages: 1, bytes: 10 }]);
  });

  test('clears one account, or all', () => {
    const quota = new DailyQuota();
    for (const account of ['a', 'b', 'c']) taken(quota.reserve(account, 1, NONE, NOON));
    expect(quota.clear('a', NOON)).toBe(true);
    expect(quota.clear('a', NOON)).toBe(false);
    expect(quota.list(NOON)).toHaveLength(2);
    expect(quota.clearAll(NOON)).toBe(2);
    expect(quota.list(NOON)).toEqual([]);
  });

  test('sessions side by side never take more together than the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean()), { maxLength: 60 }), (messages) => {
        const quota = new DailyQuota();
        const limits = { dailyMessages: 10, dailyBytes: 200 };
        const open: Reservation[] = [];
        let kept = { messages: 0, bytes: 0 };
        for (const [bytes, accepted] of messages) {
          const answer = quota.reserve('a', bytes, limits, NOON);
          if (typeof answer === 'string') continue;
          if (accepted) kept = { messages: kept.messages + 1, bytes: kept.bytes + bytes };
          else open.push(answer);
          const [used] = quota.list(NOON);
          expect(used?.messages ?? 0).toBeLessThanOrEqual(limits.dailyMessages);
          expect(used?.bytes ?? 0).toBeLessThanOrEqual(limits.dailyBytes);
        }
        for (const reservation of open) quota.release(reservation);
        expect(quota.list(NOON)).toEqual(kept.messages === 0 ? [] : [{ account: 'a', ...kept }]);
      }),
    );
  });

  test('tells every change, so that another one can go on from it', () => {
    const told = new Map<string, { messages: number; bytes: number }>();
    let toldDay = '';
    const quota = new DailyQuota('UTC', undefined, (day, account, usage) => {
      toldDay = day;
      told.set(account, usage);
    });
    taken(quota.reserve('a', 5, NONE, NOON));
    taken(quota.reserve('b', 5, NONE, NOON));
    taken(quota.reserve('a', 5, NONE, NOON));
    const heir = new DailyQuota('UTC', { day: toldDay, usage: told });
    expect(heir.list(NOON)).toEqual(quota.list(NOON));
    expect(heir.reserve('a', 1, TWO, NOON)).toBe('daily-messages');
  });
});
