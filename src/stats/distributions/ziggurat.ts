// Tables of the ziggurat method: a falling density cut into 256 layers of equal area, so that most draws cost a look-up and a
// product. A draw is one 32-bit word: the low 8 bits choose the layer, the others the place in it, so that the two are independent.

/** Number of layers; a layer's index is the low 8 bits of a word. */
const LAYERS = 256;

export interface Ziggurat {
  /** Height of the density at the right edge of layer i; entry 256 is the peak. Layer i lies between heights i and i + 1. */
  readonly heights: Float64Array;
  /** Width of one cell of layer i. */
  readonly cellWidths: Float64Array;
  /** Cells of layer i that lie wholly under the density. */
  readonly insideCells: Int32Array;
}

/**
 * @param density falling on [0, ∞) from its peak 1 at 0. @param inverse of the density.
 * @param right where the tail begins. @param area of a layer; the lowest one is as large with its tail.
 * @param cells number of cells that a layer is cut into.
 * SOURCE: Marsaglia and Tsang, "The ziggurat method for generating random variables", J. Stat. Software 5(8), 2000; own bits for the
 * layer after Doornik, "An improved ziggurat method to generate normal random samples", 2005.
 */
export function buildZiggurat(
  density: (x: number) => number,
  inverse: (y: number) => number,
  right: number,
  area: number,
  cells: number,
): Ziggurat {
  const edges = [area / density(right), right];
  while (edges.length < LAYERS) {
    const edge = edges.at(-1) as number;
    edges.push(inverse(density(edge) + area / edge));
  }
  edges.push(0);
  return {
    heights: Float64Array.from(edges, density),
    cellWidths: Float64Array.from(edges, (edge) => edge / cells),
    insideCells: Int32Array.from({ length: LAYERS }, (_, i) => Math.floor((edges[i + 1]! / edges[i]!) * cells)),
  };
}
