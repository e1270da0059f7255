import { describe, expect, test } from 'vitest';
import { GREYLIST_MEMORY, GreylistTable, greylistKey } from '../../src/pipeline/greylist-table.ts';

const DAY = 86_400;

describe('the greylist table', () => {
  test('does not know a triplet on first sight, then tells its age', () => {
    const table = new GreylistTable();
    expect(table.visit('t', 1000)).toBeNull();
    expect(table.visit('t', 1300)).toBe(300);
    expect(table.visit('t', 5000)).toBe(4000);
  });

  test('starts anew with a triplet that did not come back within the retry window', () => {
    const table = new GreylistTable();
    table.visit('t', 0);
    expect(table.visit('t', 2 * DAY + 1)).toBeNull();
  });

  test('knows a triplet that came back for 35 days after its last mail', () => {
    const table = new GreylistTable();
    table.visit('t', 0);
    table.visit('t', 300);
    expect(table.visit('t', 30 * DAY)).toBe(30 * DAY);
    expect(table.visit('t', 60 * DAY)).toBe(60 * DAY);
    expect(table.visit('t', 96 * DAY)).toBeNull();
  });

  test('forgets the triplet seen longest ago when it is full', () => {
    const table = new GreylistTable({ ...GREYLIST_MEMORY, maxTriplets: 2 });
    table.visit('a', 0);
    table.visit('b', 1);
    table.visit('a', 2);
    table.visit('c', 3);
    expect(table.size).toBe(2);
    expect(table.visit('b', 4)).toBeNull();
  });

  test('tells every change, and goes on from what was told', () => {
    const told = new Map<string, { firstSeen: number; lastSeen: number }>();
    const table = new GreylistTable(GREYLIST_MEMORY, [], (key, record) => told.set(key, record));
    table.visit('t', 10);
    table.visit('t', 20);
    expect(new GreylistTable(GREYLIST_MEMORY, told).visit('t', 310)).toBe(300);
  });

  test('keys by network, whatever the case of the addresses', () => {
    const key = greylistKey('192.0.2.7', 'A@x.example', 'B@y.example');
    expect(greylistKey('192.0.2.200', 'a@X.example', 'b@y.example')).toBe(key);
    expect(greylistKey('192.0.3.7', 'a@x.example', 'b@y.example')).not.toBe(key);
    expect(greylistKey('2001:db8::1', 's', 'r')).toBe(greylistKey('2001:db8::ffff:1', 's', 'r'));
    expect(greylistKey('2001:db8:0:1::1', 's', 'r')).not.toBe(greylistKey('2001:db8::1', 's', 'r'));
  });
});
