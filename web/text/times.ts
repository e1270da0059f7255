// How many times the present load, in words.

/** e.g. `41.9 ×`; past a thousand the number says nothing more. */
export const times = (factor: number): string => {
  if (factor >= 1000) return 'over 1,000\u00a0×';
  return `${factor.toFixed(factor < 100 ? 1 : 0)}\u00a0×`;
};
