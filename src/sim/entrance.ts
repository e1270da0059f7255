// The door of a station with finite room: who found it full may wait outside, first come first served.

export class Entrance {
  readonly #outside: (() => void)[] = [];

  get isAwaited(): boolean {
    return this.#outside.length > 0;
  }

  waitOutside(enter: () => void): void {
    this.#outside.push(enter);
  }

  /** Lets the next one in; `enter` is expected to arrive at once. */
  admitOne(): void {
    this.#outside.shift()?.();
  }
}
