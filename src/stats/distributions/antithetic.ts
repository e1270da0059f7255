// The mirror image of a stream, for antithetic pairs of replications.
import type { RandomStream } from '../../core/random.ts';

/** 1 − 2⁻⁵³, the largest uniform draw. */
const LARGEST = 1 - Number.EPSILON / 2;

/**
 * Gives the largest draw minus u where the stream gives u (so that [0, 1) stays [0, 1), exactly), and the other bits. Draws made by
 * `byInversion` are then negatively correlated with those of the stream; draws by the ziggurat method are right, but hardly correlated.
 * @param random a stream of its own: it is used up.
 * SOURCE: Law, Simulation Modeling and Analysis (5th edition), section 11.3.
 */
export const antithetic = (random: RandomStream): RandomStream => ({
  bits32: () => ~random.bits32(),
  uniform: () => LARGEST - random.uniform(),
});
