import { describe, expect, test } from 'vitest';
import { calendarDay } from '../../src/pipeline/calendar-day.ts';
import { UnknownRecipients } from '../../src/pipeline/unknown-recipients.ts';

describe('recipients that do not exist', () => {
  test('are counted by address, until the day is over', () => {
    const counts = new UnknownRecipients();
    expect([counts.count('192.0.2.1', 10), counts.count('192.0.2.1', 20), counts.count('192.0.2.2', 30)]).toEqual([
      1, 2, 1,
    ]);
    expect(counts.today('192.0.2.1', 86_399)).toBe(2);
    expect(counts.today('192.0.2.1', 86_400)).toBe(0);
    expect(counts.size).toBe(0);
  });

  test('belong to a day of the calendar, wherever that begins', () => {
    const counts = new UnknownRecipients(calendarDay('Asia/Taipei'));
    counts.count('192.0.2.1', 15 * 3600);
    // Midnight in Taipei is 16:00 UTC.
    expect(counts.today('192.0.2.1', 16 * 3600 - 1)).toBe(1);
    expect(counts.today('192.0.2.1', 16 * 3600)).toBe(0);
  });

  test('are one count for a /64 of IPv6', () => {
    const counts = new UnknownRecipients();
    counts.count('2001:db8::1', 0);
    expect(counts.count('2001:db8::ffff', 0)).toBe(2);
    expect(counts.count('2001:db8:0:1::1', 0)).toBe(1);
  });

  test('of very many addresses in a day take bounded memory, and the one counted longest ago goes first', () => {
    const counts = new UnknownRecipients();
    for (let index = 0; index < 100_050; index += 1)
      counts.count(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, 0);
    expect(counts.size).toBe(100_000);
    expect(counts.today('10.0.0.0', 0)).toBe(0);
    expect(counts.today('10.1.134.209', 0)).toBe(1);
  });
});
