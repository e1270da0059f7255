// Who stands at the door of a full station without giving up the server behind; and whether stations block each other in a ring for ever.
// Knows stations by number only.

export class Doors {
  /** `#waiting.get(from).get(to)`: customers who keep a server of one station while they wait for room in the other. */
  readonly #waiting = new Map<number, Map<number, number>>();

  wait(from: number, to: number): void {
    this.#change(from, to, 1);
  }

  enter(from: number, to: number): void {
    this.#change(from, to, -1);
  }

  #change(from: number, to: number, step: number): void {
    const doors = this.#waiting.get(from) ?? new Map<number, number>();
    this.#waiting.set(from, doors);
    doors.set(to, (doors.get(to) ?? 0) + step);
  }

  /**
   * The largest set of stations whose servers are all kept by customers that wait for another station of the set: none of them will ever
   * move. @param servers of a station; Infinity where its customers may move on in some other way.
   */
  deadlocked(servers: (station: number) => number): number[] {
    let stuck = [...this.#waiting.keys()].filter((station) => this.#kept(station) >= servers(station));
    for (;;) {
      const left = stuck.filter((station) => this.#targets(station).every((to) => stuck.includes(to)));
      if (left.length === stuck.length) return stuck;
      stuck = left;
    }
  }

  #kept(station: number): number {
    return [...(this.#waiting.get(station)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  #targets(station: number): number[] {
    return [...(this.#waiting.get(station) ?? [])].flatMap(([to, count]) => (count > 0 ? [to] : []));
  }
}
