// Inverts a function that never falls, by bisection: slow, sure, and right for steps too.

/**
 * The smallest double x in (low, high] with f(x) ≥ target, `low` itself when it is there already, and `high` when no x is
 * (which rounding can cause). An infinite `high` is replaced by the first of 1, 2, 4 … that reaches the target.
 * @param f never falls.
 */
export function solveIncreasing(
  f: (x: number) => number,
  target: number,
  low: number,
  high = Number.POSITIVE_INFINITY,
): number {
  if (f(low) >= target) return low;
  let below = low;
  let above = high;
  if (high === Number.POSITIVE_INFINITY) {
    above = low + 1;
    for (let step = 1; f(above) < target && above < Number.MAX_VALUE; step *= 2) above = low + 2 * step;
  }
  for (;;) {
    const middle = below + (above - below) / 2;
    if (!(middle > below && middle < above)) return above;
    if (f(middle) >= target) above = middle;
    else below = middle;
  }
}
