// The classifier as the scorer asks it: of a whole message. Implementations keep what was learned.

export interface Classifier {
  /** Probability of spam, 0..1; null until enough of both kinds was learned. */
  probability(message: Uint8Array): number | null;
}

/** Learned nothing. */
export const NO_CLASSIFIER: Classifier = { probability: () => null };
