// Numbers for reading: thousands set apart, as many decimals as they have, at most three.
const format = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** e.g. `1,000,000` or `0.6`. */
export const grouped = (value: number): string => format.format(value);
