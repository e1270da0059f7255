// The port through which pure code draws random numbers. Streams are made by `random-streams.ts`; nothing here may hold state.

/** A stream of uniform draws. The same seed and name always give the same sequence. */
export interface RandomStream {
  /** The next 32 bits, as a signed number, which is never boxed: one step of the generator. */
  bits32(): number;
  /** The next draw, uniform on [0, 1) with 53 bits. */
  uniform(): number;
}
