// Keeps numbers and their units on one line.

/** The text with unbreakable spaces between a figure and what belongs to it: `6.12 TB`, `80 %`, `1 TB × 2`. */
export const keepUnits = (text: string): string =>
  text
    .replaceAll(/(?<=\d) (?=[%×]|[KMGTP]B\b|s\b|ms\b|min\b)/g, '\u00a0')
    .replaceAll(/(?<=B) × (?=\d)/g, '\u00a0×\u00a0');
