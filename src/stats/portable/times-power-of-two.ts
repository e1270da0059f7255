// Shifts the exponent of a double.

/** 2⁻¹⁰⁷⁴ … 2¹⁰²³: every power of two that a double holds. */
const POWERS = new Float64Array(2098);
for (let power = Number.MIN_VALUE, i = 0; i < POWERS.length; power *= 2, i += 1) POWERS[i] = power;

/** x · 2ᵏ, rounded once. @param k whole, from −1074 to 1024. */
export const timesPowerOfTwo = (x: number, k: number): number =>
  k === 1024 ? 2 * x * POWERS[2097]! : x * POWERS[k + 1074]!;
