// The pending events: a ladder queue on typed arrays (Tang, Goh, Thng: Ladder Queue, ACM TOMACS 15(3), 2005). Far events lie unsorted
// on top, nearer ones in rungs of ever finer buckets, the next few sorted at the bottom. First in, first out at every level, so ties
// keep the order in which they came. Knows no handlers.
import { wider } from './wider.ts';

/** A bucket with more events than this becomes a rung of its own. */
const SORT_AT_MOST = 32;
/** A bottom that grows beyond this becomes a rung. */
const BOTTOM_AT_MOST = 48;
const MOST_RUNGS = 16;
const MOST_BUCKETS = 1 << 16;
const FIRST_ROOM = 256;
const NONE = -1;

/** Where a slot is: at the bottom or free, on top, or (from `IN_BUCKETS` on) in the list of a bucket. */
const NOWHERE = -1;
const ON_TOP = 0;
const IN_BUCKETS = 1;

/** One rung: equal buckets over a span of time. Those before `next` are spent. */
class Rung {
  start = 0;
  perSecond = 0;
  buckets = 0;
  next = 0;
  /** Number of the rung's first list. */
  base = 0;
}

/** Slots are small integers that the caller may use to index its own arrays. A slot is free again once popped or cancelled. */
export class EventList {
  #times = new Float64Array(FIRST_ROOM);
  #places = new Int32Array(FIRST_ROOM).fill(NOWHERE);
  /** Neighbours in a list; `#after` also chains the free slots. */
  #before = new Int32Array(FIRST_ROOM);
  #after = new Int32Array(FIRST_ROOM);
  #slots = 0;
  #spare = NONE;

  /** The lists: the top, then the buckets of each rung. */
  #first = new Int32Array(FIRST_ROOM).fill(NONE);
  #last = new Int32Array(FIRST_ROOM);
  #counts = new Int32Array(FIRST_ROOM);
  /** No event below lies later than this, none on top earlier; Infinity while a few events are all at the bottom. */
  #topStart = Number.POSITIVE_INFINITY;

  readonly #rungs = Array.from({ length: MOST_RUNGS }, () => new Rung());
  #rungCount = 0;

  /** The bottom: slots with their times, ascending from `#head` on. */
  #bottom = new Int32Array(FIRST_ROOM);
  #bottomTimes = new Float64Array(FIRST_ROOM);
  #head = 0;
  #end = 0;

  /** Pending events. Counted when asked, so that adding and taking need not count. */
  get size(): number {
    let size = this.#end - this.#head + this.#counts[ON_TOP]!;
    const last = this.#rungs[this.#rungCount - 1];
    if (last !== undefined) {
      for (let list = IN_BUCKETS; list < last.base + last.buckets; list += 1) size += this.#counts[list]!;
    }
    return size;
  }

  /** Time of the next event; Infinity when there is none. */
  get nextTime(): number {
    if (this.#head === this.#end && !this.#refill()) return Number.POSITIVE_INFINITY;
    return this.#bottomTimes[this.#head]!;
  }

  /** Adds an event. @param time finite. @returns its slot. */
  push(time: number): number {
    let slot = this.#spare;
    if (slot === NONE) slot = this.#newSlot();
    else this.#spare = this.#after[slot]!;
    this.#times[slot] = time;
    if (time >= this.#topStart) this.#append(ON_TOP, slot);
    else this.#file(slot);
    return slot;
  }

  /** Takes the next event out. @returns its slot. @throws when there is none. */
  pop(): number {
    if (this.#head === this.#end && !this.#refill()) throw new Error('no event is pending');
    const slot = this.#bottom[this.#head]!;
    this.#head += 1;
    this.#after[slot] = this.#spare;
    this.#spare = slot;
    return slot;
  }

  /** Takes an event out before its time. @returns false when the slot holds none. */
  cancel(slot: number): boolean {
    const place = this.#places[slot] ?? NOWHERE;
    if (place !== NOWHERE) this.#unlink(place, slot);
    else if (!this.#removeFromBottom(slot)) return false;
    this.#after[slot] = this.#spare;
    this.#spare = slot;
    return true;
  }

  #newSlot(): number {
    const slot = this.#slots;
    if (slot === this.#times.length) {
      const room = 2 * slot;
      this.#times = wider(this.#times, room);
      this.#places = wider(this.#places, room, NOWHERE);
      this.#before = wider(this.#before, room);
      this.#after = wider(this.#after, room);
    }
    this.#slots += 1;
    return slot;
  }

  #append(list: number, slot: number): void {
    const last = this.#last[list]!;
    const empty = this.#first[list] === NONE;
    this.#places[slot] = list;
    this.#after[slot] = NONE;
    this.#before[slot] = empty ? NONE : last;
    if (empty) this.#first[list] = slot;
    else this.#after[last] = slot;
    this.#last[list] = slot;
    this.#counts[list]! += 1;
  }

  #unlink(list: number, slot: number): void {
    const before = this.#before[slot]!;
    const after = this.#after[slot]!;
    if (before === NONE) this.#first[list] = after;
    else this.#after[before] = after;
    if (after === NONE) this.#last[list] = before;
    else this.#before[after] = before;
    this.#counts[list]! -= 1;
    this.#places[slot] = NOWHERE;
  }

  /** Puts an event below the top: into the first rung whose unspent buckets hold its time, or else the bottom. */
  #file(slot: number): void {
    const time = this.#times[slot]!;
    for (let rung = 0; rung < this.#rungCount; rung += 1) {
      const bucket = this.#bucketOf(this.#rungs[rung]!, time);
      if (bucket >= this.#rungs[rung]!.next) {
        this.#append(this.#rungs[rung]!.base + bucket, slot);
        return;
      }
    }
    this.#insertAtBottom(slot);
    if (this.#end - this.#head > BOTTOM_AT_MOST) this.#raiseBottom();
  }

  /** The same formula for every event, so equal times share a bucket and later times never lie before earlier ones. */
  #bucketOf({ start, perSecond, buckets }: Rung, time: number): number {
    const bucket = Math.floor((time - start) * perSecond);
    return bucket >= buckets ? buckets - 1 : Math.max(bucket, 0);
  }

  #insertAtBottom(slot: number): void {
    const time = this.#times[slot]!;
    if (this.#end === this.#bottom.length) this.#makeRoomAtBottom();
    const slots = this.#bottom;
    const times = this.#bottomTimes;
    const head = this.#head;
    let place = this.#end;
    for (; place > head; place -= 1) {
      const earlier = times[place - 1]!;
      if (earlier <= time) break;
      times[place] = earlier;
      slots[place] = slots[place - 1]!;
    }
    times[place] = time;
    slots[place] = slot;
    this.#end += 1;
  }

  #makeRoomAtBottom(): void {
    const { length } = this.#bottom;
    if (this.#head > length / 2) {
      this.#bottom.copyWithin(0, this.#head, this.#end);
      this.#bottomTimes.copyWithin(0, this.#head, this.#end);
      this.#end -= this.#head;
      this.#head = 0;
      return;
    }
    this.#bottom = wider(this.#bottom, 2 * length);
    this.#bottomTimes = wider(this.#bottomTimes, 2 * length);
  }

  /** @returns false when it is not there. */
  #removeFromBottom(slot: number): boolean {
    let place = this.#head;
    while (place < this.#end && this.#bottom[place] !== slot) place += 1;
    if (place === this.#end) return false;
    this.#bottom.copyWithin(place, place + 1, this.#end);
    this.#bottomTimes.copyWithin(place, place + 1, this.#end);
    this.#end -= 1;
    return true;
  }

  /** Fills an empty bottom from the rungs, or from the top. @returns false when nothing is pending. */
  #refill(): boolean {
    this.#head = 0;
    this.#end = 0;
    for (;;) {
      if (this.#rungCount === 0) {
        if (this.#counts[ON_TOP] === 0) {
          this.#topStart = Number.POSITIVE_INFINITY;
          return false;
        }
        this.#topStart = this.#spread(ON_TOP);
      } else {
        const rung = this.#rungs[this.#rungCount - 1]!;
        const end = rung.base + rung.buckets;
        let list = rung.base + rung.next;
        while (list < end && this.#counts[list] === 0) list += 1;
        rung.next = list + 1 - rung.base;
        if (list >= end) this.#rungCount -= 1;
        else this.#spread(list);
      }
      if (this.#end > 0) return true;
    }
  }

  /** Empties a list: a few events are sorted into the bottom, many become a new rung. @returns the latest of their times. */
  #spread(list: number): number {
    let earliest = Number.POSITIVE_INFINITY;
    let latest = Number.NEGATIVE_INFINITY;
    for (let slot = this.#first[list]!; slot !== NONE; slot = this.#after[slot]!) {
      const time = this.#times[slot]!;
      if (time < earliest) earliest = time;
      if (time > latest) latest = time;
    }
    const count = this.#counts[list]!;
    const divide = count > SORT_AT_MOST && this.#addRung(earliest, latest, count);
    const rung = this.#rungs[this.#rungCount - 1];
    let slot = this.#first[list]!;
    this.#first[list] = NONE;
    this.#counts[list] = 0;
    while (slot !== NONE) {
      const after = this.#after[slot]!;
      if (divide) this.#append(rung!.base + this.#bucketOf(rung!, this.#times[slot]!), slot);
      else {
        this.#places[slot] = NOWHERE;
        this.#insertAtBottom(slot);
      }
      slot = after;
    }
    return latest;
  }

  /** Turns a long bottom into a rung. */
  #raiseBottom(): void {
    const earliest = this.#bottomTimes[this.#head]!;
    const latest = this.#bottomTimes[this.#end - 1]!;
    if (!this.#addRung(earliest, latest, this.#end - this.#head)) return;
    if (this.#rungCount === 1) this.#topStart = latest;
    const rung = this.#rungs[this.#rungCount - 1]!;
    for (let place = this.#head; place < this.#end; place += 1) {
      this.#append(rung.base + this.#bucketOf(rung, this.#bottomTimes[place]!), this.#bottom[place]!);
    }
    this.#head = 0;
    this.#end = 0;
  }

  /** Opens a rung of empty buckets below the others. @returns false when the span cannot be divided further. */
  #addRung(earliest: number, latest: number, count: number): boolean {
    const buckets = Math.min(count, MOST_BUCKETS);
    const perSecond = buckets / (latest - earliest);
    if (this.#rungCount === MOST_RUNGS || !(perSecond < Number.MAX_VALUE) || perSecond === 0) return false;
    const above = this.#rungs[this.#rungCount - 1];
    const base = this.#rungCount === 0 ? IN_BUCKETS : above!.base + above!.buckets;
    if (base + buckets > this.#first.length) {
      const room = 2 * (base + buckets);
      this.#first = wider(this.#first, room, NONE);
      this.#last = wider(this.#last, room);
      this.#counts = wider(this.#counts, room);
    }
    const rung = this.#rungs[this.#rungCount]!;
    rung.start = earliest;
    rung.perSecond = perSecond;
    rung.buckets = buckets;
    rung.next = 0;
    rung.base = base;
    this.#rungCount += 1;
    return true;
  }
}
