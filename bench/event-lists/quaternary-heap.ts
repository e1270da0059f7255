// The pending events: an implicit 4-ary heap over typed arrays, ordered by time, ties by serial number. Knows no handlers.

const ARITY = 4;
const FIRST_ROOM = 1024;

/** Slots are small integers that the caller may use to index its own arrays. A slot is free again once popped or cancelled. */
export class QuaternaryHeap {
  #times = new Float64Array(FIRST_ROOM);
  #serials = new Float64Array(FIRST_ROOM);
  /** Heap of slots, and where each slot stands in it (−1: free). */
  #heap = new Int32Array(FIRST_ROOM);
  #places = new Int32Array(FIRST_ROOM).fill(-1);
  #free: number[] = [];
  #slots = 0;
  #size = 0;
  #serial = 0;

  get size(): number {
    return this.#size;
  }

  /** Time of the next event; Infinity when there is none. */
  get nextTime(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#times[this.#heap[0]!]!;
  }

  /** Adds an event. @returns its slot. */
  push(time: number): number {
    const slot = this.#free.pop() ?? this.#newSlot();
    this.#times[slot] = time;
    this.#serials[slot] = this.#serial;
    this.#serial += 1;
    this.#size += 1;
    this.#up(this.#size - 1, slot);
    return slot;
  }

  /** Takes the next event out. @returns its slot. @throws when there is none. */
  pop(): number {
    if (this.#size === 0) throw new Error('no event is pending');
    const slot = this.#heap[0]!;
    this.#remove(0, slot);
    return slot;
  }

  /** Takes an event out before its time. @returns false when the slot holds none. */
  cancel(slot: number): boolean {
    const place = this.#places[slot] ?? -1;
    if (place < 0) return false;
    this.#remove(place, slot);
    return true;
  }

  #newSlot(): number {
    const slot = this.#slots;
    this.#slots += 1;
    if (slot === this.#times.length) this.#grow();
    return slot;
  }

  #grow(): void {
    const room = this.#times.length * 2;
    const wider = <A extends Float64Array | Int32Array>(array: A, copy: A): A => {
      copy.set(array);
      return copy;
    };
    this.#times = wider(this.#times, new Float64Array(room));
    this.#serials = wider(this.#serials, new Float64Array(room));
    this.#heap = wider(this.#heap, new Int32Array(room));
    this.#places = wider(this.#places, new Int32Array(room).fill(-1));
  }

  #remove(place: number, slot: number): void {
    this.#size -= 1;
    this.#places[slot] = -1;
    this.#free.push(slot);
    if (place === this.#size) return;
    const last = this.#heap[this.#size]!;
    if (place > 0 && this.#before(last, this.#heap[(place - 1) >> 2]!)) this.#up(place, last);
    else this.#down(place, last);
  }

  #before(a: number, b: number): boolean {
    const first = this.#times[a]!;
    const second = this.#times[b]!;
    return first < second || (first === second && this.#serials[a]! < this.#serials[b]!);
  }

  #up(from: number, slot: number): void {
    let place = from;
    while (place > 0) {
      const parentPlace = (place - 1) >> 2;
      const parent = this.#heap[parentPlace]!;
      if (!this.#before(slot, parent)) break;
      this.#heap[place] = parent;
      this.#places[parent] = place;
      place = parentPlace;
    }
    this.#heap[place] = slot;
    this.#places[slot] = place;
  }

  #down(from: number, slot: number): void {
    let place = from;
    for (;;) {
      const first = place * ARITY + 1;
      if (first >= this.#size) break;
      let best = first;
      const end = Math.min(first + ARITY, this.#size);
      for (let child = first + 1; child < end; child += 1) {
        if (this.#before(this.#heap[child]!, this.#heap[best]!)) best = child;
      }
      const child = this.#heap[best]!;
      if (!this.#before(child, slot)) break;
      this.#heap[place] = child;
      this.#places[child] = place;
      place = best;
    }
    this.#heap[place] = slot;
    this.#places[slot] = place;
  }
}
