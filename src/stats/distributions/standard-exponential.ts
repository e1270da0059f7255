// Exponential draws by the ziggurat method: some 5 ns, a third of what a logarithm costs.
import type { RandomStream } from '../../core/random.ts';
import { exp } from '../portable/exp.ts';
import { log } from '../portable/log.ts';
import { buildZiggurat } from './ziggurat.ts';

/** Where the tail begins, for 256 layers (Marsaglia and Tsang, 2000). */
const RIGHT = 7.69711747013105;
const CELLS = 1 << 24;
const { heights, cellWidths, insideCells } = buildZiggurat(
  (x) => exp(-x),
  (y) => -log(y),
  RIGHT,
  (RIGHT + 1) * exp(-RIGHT),
  CELLS,
);

/** The hundredth draw that the look-up does not settle. */
function outside(layer: number, value: number, random: RandomStream): number {
  if (layer === 0) return RIGHT + standardExponential(random);
  const height = heights[layer]! + random.uniform() * (heights[layer + 1]! - heights[layer]!);
  return height < exp(-value) ? value : standardExponential(random);
}

/**
 * One draw of an exponential distribution with mean 1.
 * Resolution: the middles of 2²⁴ cells a layer, so steps of 4e-9 near zero up to 5e-7 beyond the seventh mean; never zero. One word of
 * the stream in 98.9 % of draws.
 * SOURCE: Marsaglia and Tsang, J. Stat. Software 5(8), 2000, with own bits for the layer.
 */
export function standardExponential(random: RandomStream): number {
  const bits = random.bits32();
  const layer = bits & 255;
  const cell = bits >>> 8;
  const value = (cell + 0.5) * cellWidths[layer]!;
  return cell < insideCells[layer]! ? value : outside(layer, value, random);
}
