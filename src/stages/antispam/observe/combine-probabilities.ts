// Fisher's method on the evidence of single tokens, after Robinson, "A Statistical Approach to the Spam Problem" (2003). Pure.

/**
 * Upper tail of the chi-squared distribution with an even number of degrees of freedom, 2·`halfDegrees`:
 * exp(-x/2) Σ (x/2)^i / i!, each term by its logarithm, since exp(-x/2) alone underflows where the sum does not.
 */
export function chiSquaredTail(x: number, halfDegrees: number): number {
  const m = x / 2;
  if (m <= 0) return 1;
  let sum = 0;
  let logTerm = -m;
  for (let i = 0; i < halfDegrees; i += 1) {
    if (i > 0) logTerm += Math.log(m / i);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/**
 * One probability of spam from those of the tokens, each within (0, 1); 0.5 when there are none or they say nothing.
 * Both hypotheses are tested, so that contradictory evidence gives a middle value.
 */
export function combineProbabilities(probabilities: readonly number[]): number {
  const n = probabilities.length;
  if (n === 0) return 0.5;
  const logs = (of: (p: number) => number) => -2 * probabilities.reduce((sum, p) => sum + Math.log(of(p)), 0);
  const spam =
    1 -
    chiSquaredTail(
      logs((p) => 1 - p),
      n,
    );
  const ham =
    1 -
    chiSquaredTail(
      logs((p) => p),
      n,
    );
  return (1 + spam - ham) / 2;
}
