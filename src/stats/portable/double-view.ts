// One double seen as its two words of 32 bits, to take numbers apart without a function whose last bit depends on the engine.

/** Write a number into `double[0]`, then read `words[HIGH_WORD]`; never across a call that does the same. */
export const double = new Float64Array(1);
export const words = new Int32Array(double.buffer);
/** Index of the word that holds sign, exponent and the top of the mantissa. */
export const HIGH_WORD = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
