// Shares on screen. Small ones keep a decimal, since a server that is 1.9 % busy is not one that is 2 % busy. The space does not break.
export const percent = (ratio: number): string => {
  const value = ratio * 100;
  return `${value.toFixed(value > 0 && value < 10 ? 1 : 0)}\u00a0%`;
};
