// The port to time, so that a test can let five days pass in no time. Types only.

export interface Clock {
  /** Seconds since 1970. */
  now(): number;
  /** Calls `work` once, that much later. @returns a function that calls it off. */
  after(seconds: number, work: () => void): () => void;
}
