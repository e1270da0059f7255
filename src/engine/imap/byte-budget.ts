// Bytes that all sessions together may hold. Knows no protocol.

export class ByteBudget {
  #free: number;

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /** True when the bytes were taken; false leaves the budget as it was. */
  take(bytes: number): boolean {
    if (bytes > this.#free) return false;
    this.#free -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.#free += bytes;
  }

  get free(): number {
    return this.#free;
  }
}
