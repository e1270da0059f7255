// The stops of a slider. Every press of a key reaches the next round number, whatever the scale.

/** Round numbers a decade, close enough together that a slider feels smooth. */
const MANTISSAS = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 6, 7, 7.5, 8, 9];

/** Whole round numbers from `least` to `most` that grow in proportion. */
export function growingStops(least: number, most: number): readonly number[] {
  const stops: number[] = [];
  for (let decade = 10 ** Math.floor(Math.log10(least)); decade <= most; decade *= 10) {
    for (const mantissa of MANTISSAS) {
      const stop = Math.round(mantissa * decade);
      if (stop >= least && stop <= most && stop !== stops.at(-1)) stops.push(stop);
    }
  }
  return stops;
}

/** Numbers from `least` to `most`, `step` apart. Counted in steps, so that no rounding error adds up. */
export const evenStops = (least: number, most: number, step: number): readonly number[] =>
  Array.from({ length: Math.round((most - least) / step) + 1 }, (_, index) =>
    Number((least + index * step).toFixed(6)),
  );

/** Where the thumb rests: the index of the stop nearest to a value. */
export function nearestStop(stops: readonly number[], value: number): number {
  const distance = (index: number): number => Math.abs((stops[index] ?? Number.POSITIVE_INFINITY) - value);
  return stops.reduce((best, _, index) => (distance(index) < distance(best) ? index : best), 0);
}
