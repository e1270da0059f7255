import { expect, test } from 'vitest';
import type { Entry } from '../../../src/engine/queue/entry.ts';
import type { Envelope } from '../../../src/engine/queue/envelope.ts';
import { RecentEntries } from '../../../src/engine/queue/recent-entries.ts';

const entry = (id: string, bytes: number): Entry => ({
  envelope: { id, recipients: [] } as unknown as Envelope,
  message: Buffer.alloc(bytes),
});

test('the oldest messages go when there is no room', () => {
  const recent = new RecentEntries(100_000);
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) recent.put(entry(id, 20_000));
  expect(['a', 'b', 'c', 'd', 'e', 'f'].filter((id) => recent.get(id) !== null)).toEqual(['c', 'd', 'e', 'f']);
});

test('a message that is kept again replaces what was known of it, even if the new one has no room', () => {
  const recent = new RecentEntries(100_000);
  recent.put(entry('a', 100));
  recent.put(entry('a', 50_000));
  expect(recent.get('a')).toBeNull();
});

test('a message that is kept again and again takes its room once', () => {
  const recent = new RecentEntries(100_000);
  recent.put(entry('first', 20_000));
  for (let round = 0; round < 20; round += 1) recent.put(entry('again', 20_000));
  expect(recent.get('first')).not.toBeNull();
});
