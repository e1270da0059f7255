// Draws of the normal distribution by the ziggurat method.
import type { RandomStream } from '../../core/random.ts';
import { exp } from '../portable/exp.ts';
import { log } from '../portable/log.ts';
import { standardExponential } from './standard-exponential.ts';
import { buildZiggurat } from './ziggurat.ts';

/** Where the tail begins, and the area of a layer, for 256 layers (Marsaglia and Tsang, 2000). */
const RIGHT = 3.654152885361009;
const AREA = 0.00492867323399141;
/** Cells on one side; a ninth bit is the sign. */
const CELLS = 1 << 23;
const { heights, cellWidths, insideCells } = buildZiggurat(
  (x) => exp((-x * x) / 2),
  (y) => Math.sqrt(-2 * log(y)),
  RIGHT,
  AREA,
  CELLS,
);

/** |Z| given |Z| > RIGHT. SOURCE: Marsaglia, "Generating a variable from the tail of the normal distribution", 1964. */
function tail(random: RandomStream): number {
  for (;;) {
    const beyond = standardExponential(random) / RIGHT;
    if (2 * standardExponential(random) > beyond * beyond) return RIGHT + beyond;
  }
}

/** The sixty-sixth draw that the look-up does not settle. */
function outside(layer: number, value: number, random: RandomStream): number {
  if (layer === 0) return value < 0 ? -tail(random) : tail(random);
  const height = heights[layer]! + random.uniform() * (heights[layer + 1]! - heights[layer]!);
  return height < exp((-value * value) / 2) ? value : standardNormal(random);
}

/**
 * One draw with mean 0 and standard deviation 1.
 * Resolution: the middles of 2²⁴ cells a layer, so steps of 3e-8 near zero up to 5e-7; symmetric, never zero. One word of the stream
 * in 98.5 % of draws.
 * SOURCE: Marsaglia and Tsang, J. Stat. Software 5(8), 2000; own bits for layer and sign after Doornik, 2005.
 */
export function standardNormal(random: RandomStream): number {
  const bits = random.bits32();
  const layer = bits & 255;
  const cell = bits >> 8;
  const value = (cell + 0.5) * cellWidths[layer]!;
  // The distance from the middle in cells: a negative cell −1 is as near as cell 0.
  return (cell ^ (cell >> 31)) < insideCells[layer]! ? value : outside(layer, value, random);
}
