// How long does it take to take the next event and add one, with so many pending? The usual hold model: gaps are exponential.
import { openStream } from '../src/core/random-streams.ts';
import { EventList } from '../src/sim/event-list.ts';
import { exponentialDraws } from '../src/stats/draws.ts';
import { QuaternaryHeap } from './event-lists/quaternary-heap.ts';

const LISTS = { 'ladder queue': EventList, '4-ary heap': QuaternaryHeap } as const;
export type EventListName = keyof typeof LISTS;
export const EVENT_LISTS = Object.keys(LISTS) as readonly EventListName[];

/** Drawn before the clock starts, so that the lists alone are measured. */
const GAPS = 1 << 16;
const gaps = exponentialDraws(1, openStream('bench/hold'));
const gap = Float64Array.from({ length: GAPS }, () => gaps.next());

/** @returns the time of the last event taken, by which two lists can be compared. */
export function holdModel(name: EventListName, pending: number, holds: number): { readonly lastTime: number } {
  const events = new LISTS[name]();
  for (let index = 0; index < pending; index += 1) events.push(gap[index % GAPS]!);
  let now = 0;
  for (let hold = 0; hold < holds; hold += 1) {
    now = events.nextTime;
    events.pop();
    events.push(now + gap[(hold * 7) % GAPS]!);
  }
  return { lastTime: now };
}
